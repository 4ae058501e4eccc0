import type { ProviderHint } from '#engines/house.ts';
import { Card } from '#web/components/card.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';

/** What providers say themselves, beside an incident that is open at the same time. */
export function HintsCard({ hints }: { readonly hints: readonly ProviderHint[] }) {
  const { t } = useView();
  if (hints.length === 0) return null;
  return (
    <Card heading={t('respond.hints.heading')} foot={t('respond.hints.foot')}>
      <ul class="plain rows">
        {hints.map(({ check, says, since }) => (
          <li>
            <a href={`/watch/checks/${check}`}>{says}</a>{' '}
            <span class="soft">
              {t('respond.hints.since')} <Time at={since} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
