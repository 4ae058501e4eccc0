import type { ShopChange } from '#kernel/shop-change.ts';
import { Card } from '#web/components/card.tsx';
import { ChangeList } from '#web/components/change-list.tsx';
import { useView } from '#web/view-context.ts';

interface ChangesCardProps {
  /** Oldest first; `null`: not known. */
  readonly changes: readonly ShopChange[] | null;
  /** Who looks. */
  readonly person: string | null;
}

/** What changed before something went wrong. */
export function ChangesCard({ changes, person }: ChangesCardProps) {
  const { t } = useView();
  const nothing = changes === null ? 'respond.changed.unknown' : 'respond.changed.none';
  return (
    <Card heading={t('respond.changed.heading')} foot={t('respond.changed.foot')}>
      {changes === null || changes.length === 0 ? <p class="soft">{t(nothing)}</p> : <ChangeList changes={changes} person={person} />}
    </Card>
  );
}
