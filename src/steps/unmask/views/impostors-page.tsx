import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { ImpostorRow } from '../store.ts';
import { reasonIn, toneOfSeverity, toneOfState } from './words.ts';

export interface ImpostorsPageProps {
  readonly impostors: readonly ImpostorRow[];
  readonly shopName: (id: string) => string;
  /** What the last list gave, as a sentence; null when none was just judged. */
  readonly outcome: string | null;
}

/** Names that can be taken for the shop, with the first reason each. */
export function ImpostorsPage({ impostors, shopName, outcome }: ImpostorsPageProps) {
  const { t } = useView();
  return (
    <>
      {outcome === null ? null : (
        <Card tone="calm">
          <p>{outcome}</p>
        </Card>
      )}
      <Card heading={t('unmask.list')} foot={t('unmask.ceiling')}>
        <DataTable
          caption={t('unmask.list')}
          rows={impostors}
          textOf={(row) => row.name}
          empty={<EmptyState heading={t('unmask.none')}>{t('unmask.none-text')}</EmptyState>}
          columns={[
            {
              key: 'name',
              label: t('unmask.column.name'),
              cell: (row) => (
                <a href={`/unmask/impostors/${row.id}`}>
                  <code>{row.name}</code>
                </a>
              ),
              sortBy: (row) => row.name,
            },
            { key: 'score', label: t('unmask.column.score'), cell: (row) => row.score, sortBy: (row) => row.score, align: 'number' },
            {
              key: 'severity',
              label: t('unmask.column.severity'),
              cell: (row) => <Pill tone={toneOfSeverity(row.severity)}>{t('unmask.severity', { severity: row.severity })}</Pill>,
              filterBy: (row) => row.severity,
              filterLabel: (severity) => t('unmask.severity', { severity }),
            },
            { key: 'why', label: t('unmask.column.why'), cell: (row) => (row.reasons[0] === undefined ? '' : reasonIn(row.reasons[0], t)) },
            {
              key: 'state',
              label: t('unmask.column.state'),
              cell: (row) => <Pill tone={toneOfState(row.state)}>{t('unmask.state', { state: row.state })}</Pill>,
              filterBy: (row) => row.state,
              filterLabel: (state) => t('unmask.state', { state }),
            },
            { key: 'shop', label: t('unmask.column.shop'), cell: (row) => shopName(row.shop_id), filterBy: (row) => shopName(row.shop_id) },
            { key: 'found', label: t('unmask.column.found'), cell: (row) => <Time at={row.found_at} />, sortBy: (row) => row.found_at },
          ]}
        />
      </Card>
    </>
  );
}
