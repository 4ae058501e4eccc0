import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { MixPart } from '../orders/judge-mix.ts';
import { nameOfRhythm } from './name-of-rhythm.ts';

/** How orders are paid, on what and from where they are placed, and who brings them: each part's share, what goes through, and whether it still comes. */
export function MixCard({ mix }: { readonly mix: readonly MixPart[] }) {
  const { t, locale } = useView();
  const percent = (share: number | null | undefined, digits: number): string =>
    share === null || share === undefined ? '–' : share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: digits });
  const rows = [...mix].sort((a, b) => Number(isFine(a)) - Number(isFine(b)));
  const against = (now: number | null | undefined, usual: number | null | undefined, digits: number): string =>
    usual === null || usual === undefined
      ? percent(now, digits)
      : t('watch.orders.mix.against', { now: percent(now, digits), usual: percent(usual, digits) });
  return (
    <Card heading={t('watch.orders.mix')} foot={t('watch.orders.mix-foot')}>
      <DataTable
        caption={t('watch.orders.mix')}
        rows={rows}
        prefix="m"
        pageSize={12}
        empty={<EmptyState heading={t('watch.orders.mix-none')}>{t('watch.orders.mix-none-text')}</EmptyState>}
        columns={[
          { key: 'what', label: t('watch.orders.what'), cell: ({ key }) => nameOfRhythm(key, t, locale) },
          { key: 'share', label: t('watch.orders.mix.share'), align: 'number', cell: ({ share }) => against(share.now, share.usual, 0) },
          {
            key: 'success',
            label: t('watch.orders.mix.success'),
            align: 'number',
            // Money that comes later as a rule is no money that fails.
            cell: ({ success }) => (success?.state === 'unknown' ? '–' : against(success?.now, success?.usual, 1)),
          },
          { key: 'state', label: t('watch.check.state'), cell: (part) => <State part={part} /> },
        ]}
      />
    </Card>
  );
}

function isFine({ rhythm, success }: MixPart): boolean {
  return rhythm !== 'silent' && rhythm !== 'low' && success?.state !== 'failing';
}

function State({ part }: { readonly part: MixPart }) {
  const { t } = useView();
  if (part.rhythm === 'silent' || part.rhythm === 'low') return <Pill tone="bad">{t(`watch.orders.rhythm.${part.rhythm}`)}</Pill>;
  if (part.success?.state === 'failing') return <Pill tone="bad">{t('watch.orders.mix.failing')}</Pill>;
  return <Pill tone={part.rhythm === 'usual' ? 'ok' : 'unknown'}>{t(`watch.orders.rhythm.${part.rhythm}`)}</Pill>;
}
