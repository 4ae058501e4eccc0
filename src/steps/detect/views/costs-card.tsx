import { Card } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { CostRow } from '../own/rule-costs.ts';

/** What rules of single requests cost in the last week, as measured, and which were left out for it. */
export function CostsCard({ costs, names }: { readonly costs: readonly CostRow[]; readonly names: ReadonlyMap<string, string> }) {
  const { t } = useView();
  return (
    <Card heading={t('detect.rules.costs')}>
      <p>{t('detect.rules.costs-text')}</p>
      <DataTable
        caption={t('detect.rules.costs')}
        columns={columnsFor(t, names)}
        rows={costs}
        prefix="cost"
        empty={<EmptyState heading={t('detect.rules.costs-none')} />}
      />
    </Card>
  );
}

function columnsFor(t: Translate, names: ReadonlyMap<string, string>): readonly Column<CostRow>[] {
  return [
    {
      key: 'title',
      label: t('detect.rules.column.title'),
      cell: (row) => (
        <>
          {row.title} {row.stopped ? <Pill tone="warn">{t('detect.rules.costs-stopped')}</Pill> : null}
        </>
      ),
      sortBy: (row) => row.title,
    },
    { key: 'shop', label: t('detect.signals.column.shop'), cell: (row) => names.get(row.shop) ?? row.shop },
    {
      key: 'judged',
      label: t('detect.rules.column.judged'),
      align: 'number',
      cell: (row) => t('detect.rules.number', { value: row.judged }),
      sortBy: (row) => row.judged,
    },
    {
      key: 'matched',
      label: t('detect.rules.column.matched'),
      align: 'number',
      cell: (row) => t('detect.rules.number', { value: row.matched }),
      sortBy: (row) => row.matched,
    },
    {
      key: 'ms',
      label: t('detect.rules.column.seconds'),
      align: 'number',
      cell: (row) => t('detect.rules.seconds', { seconds: row.ms / 1000 }),
      sortBy: (row) => row.ms,
    },
    {
      key: 'share',
      label: t('detect.rules.column.share'),
      align: 'number',
      cell: (row) => t('detect.rules.share', { share: row.share }),
      sortBy: (row) => row.share,
    },
  ];
}
