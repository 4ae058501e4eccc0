import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { formatHours } from '#web/components/ring.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { hoursAfter } from '../checks/filing-state.ts';
import type { CaseRow, FilingRow } from '../store.ts';

/** All cases, the running clocks first. */
export function CaseList({
  cases,
  decided,
  notified,
  now,
}: {
  readonly cases: readonly CaseRow[];
  readonly decided: ReadonlySet<string>;
  readonly notified: ReadonlyMap<string, FilingRow>;
  readonly now: Date;
}) {
  const { t, locale } = useView();
  const stateOf = (row: CaseRow) => (row.state === 'closed' ? 'closed' : decided.has(row.id) ? 'decided' : 'waits');
  return (
    <DataTable
      caption={t('decide.list')}
      rows={cases}
      textOf={(row) => `${row.number} ${row.title}`}
      empty={<EmptyState heading={t('decide.none')}>{t('decide.none-text')}</EmptyState>}
      columns={[
        {
          key: 'number',
          label: t('decide.column.number'),
          cell: (row) => (
            <a class="nowrap" href={`/decide/cases/${row.id}`}>
              {row.number}
            </a>
          ),
          sortBy: (row) => row.number,
        },
        { key: 'title', label: t('decide.column.title'), cell: (row) => row.title },
        {
          key: 'state',
          label: t('decide.column.state'),
          cell: (row) => <Pill tone={stateOf(row) === 'waits' ? 'warn' : 'calm'}>{t('decide.state', { state: stateOf(row) })}</Pill>,
          filterBy: stateOf,
          filterLabel: (state) => t('decide.state', { state }),
        },
        {
          key: 'left',
          label: t('decide.column.left'),
          cell: (row) => {
            const told = notified.get(row.id);
            if (told) return t('decide.filing.told-after', { hours: hoursAfter(row.aware_at, told.at) });
            return row.state === 'closed' ? '–' : formatHours(row.deadline.getTime() - now.getTime(), locale);
          },
          sortBy: (row) => row.deadline,
          align: 'number',
        },
        { key: 'deadline', label: t('decide.column.deadline'), cell: (row) => <Time at={row.deadline} />, sortBy: (row) => row.deadline },
      ]}
    />
  );
}
