import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { ShopStand } from '../judge-shop.ts';
import { orderStages, type Stage } from '../stage.ts';
import { wordsOfCause } from './words-of-cause.ts';

const ORDER = { bad: 0, warn: 1, unknown: 2, ok: 3 } as const;

/** Every shop in a row, the gravest first: what is wrong, the last hour against the usual, what it costs, what nobody sees. */
export function ShopsPage({ stands }: { readonly stands: readonly ShopStand[] }) {
  const { t } = useView();
  return (
    <div data-live="watch respond" id="shops">
      <Card heading={t('watch.shops.table')} foot={t('watch.shops.foot')}>
        <DataTable
          caption={t('watch.shops.table')}
          rows={stands}
          pageSize={50}
          textOf={({ shop }) => `${shop.name} ${shop.url}`}
          empty={<EmptyState heading={t('watch.shops.none')} />}
          columns={[
            {
              key: 'shop',
              label: t('watch.check.shop'),
              cell: ({ shop }) => <a href={`/watch/shops/${shop.id}`}>{shop.name}</a>,
              sortBy: ({ shop }) => shop.name,
            },
            {
              key: 'state',
              label: t('watch.check.state'),
              cell: (stand) => <StandCell stand={stand} />,
              sortBy: ({ tone }) => ORDER[tone],
              filterBy: ({ tone }) => tone,
              filterLabel: (tone) => t(`watch.shops.tone.${tone}`),
            },
            ...orderStages.map((stage) => ({
              key: stage,
              label: t(`watch.shops.column.${stage}`),
              align: 'number' as const,
              cell: ({ stages }: ShopStand) => <StageCell stage={stages[stage]} />,
              sortBy: ({ stages }: ShopStand) => stages[stage].seen ?? -1,
            })),
            { key: 'risk', label: t('watch.shops.risk'), align: 'number', cell: ({ atRisk }) => atRisk ?? '–' },
            {
              key: 'incidents',
              label: t('watch.shops.column.incidents'),
              align: 'number',
              cell: ({ incidents }) => <Incidents incidents={incidents} />,
              sortBy: ({ incidents }) => incidents.length,
            },
            {
              key: 'unwatched',
              label: t('watch.shops.unwatched'),
              align: 'number',
              cell: (stand) => <Unwatched stand={stand} />,
              sortBy: ({ unwatched }) => unwatched.length,
            },
          ]}
        />
      </Card>
    </div>
  );
}

function StandCell({ stand: { tone, cause, isAtWork } }: { readonly stand: ShopStand }) {
  const { t } = useView();
  return (
    <>
      <Pill tone={tone}>{t(`watch.shops.tone.${tone}`)}</Pill>
      {cause.kind === 'fine' ? null : <small class="soft block">{wordsOfCause(cause, t)}</small>}
      {isAtWork ? <small class="soft block">{t('watch.shops.at-work')}</small> : null}
    </>
  );
}

function StageCell({ stage: { seen, usual, state } }: { readonly stage: Stage }) {
  const { t, locale } = useView();
  const show = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
  if (seen === null)
    return (
      <span class="hatched" title={t('web.funnel.unknown')}>
        <span class="sr">{t('web.funnel.unknown')}</span>
      </span>
    );
  const words = usual === null ? t('web.funnel.usual-unknown') : t('web.funnel.usual', { usual: show(usual) });
  return (
    <>
      {state === 'silent' || state === 'low' ? <Pill tone="bad">{show(seen)}</Pill> : <b>{show(seen)}</b>}{' '}
      <small class="soft block">{words}</small>
    </>
  );
}

function Incidents({ incidents }: Pick<ShopStand, 'incidents'>) {
  const [first] = incidents;
  if (first === undefined) return <>0</>;
  return <a href={incidents.length === 1 ? `/respond/incidents/${first.id}` : '/respond'}>{incidents.length}</a>;
}

function Unwatched({ stand: { unwatched, checks } }: { readonly stand: ShopStand }) {
  const { t } = useView();
  if (checks === 0) return <Pill tone="unknown">{t('watch.shops.no-checks')}</Pill>;
  if (unwatched.length === 0) return <>0</>;
  return <Pill tone="unknown">{t('watch.shops.unwatched-of', { count: unwatched.length, all: checks })}</Pill>;
}
