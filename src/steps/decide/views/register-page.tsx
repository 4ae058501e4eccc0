import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { notificationOf } from '../checks/filing-state.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import type { RegisterRow } from '../store.ts';

/** The register of Art. 33(5): the latest version of each entry. */
export function RegisterPage({ entries }: { readonly entries: readonly RegisterRow[] }) {
  const { t } = useView();
  const answer = (row: RegisterRow, duty: 'authority' | 'people') =>
    t('decide.answer', { answer: row.entry.decision?.[duty] ?? 'unknown' });
  return (
    <DataTable
      caption={t('decide.register.heading')}
      rows={entries}
      textOf={(row) => `${row.number} ${row.entry.title}`}
      empty={<EmptyState heading={t('decide.register.none')}>{t('decide.register.none-text')}</EmptyState>}
      columns={[
        {
          key: 'number',
          label: t('decide.column.number'),
          cell: (row) => (
            <a class="nowrap" href={`/decide/cases/${row.case_id}`}>
              {row.number}
            </a>
          ),
          sortBy: (row) => row.number,
        },
        { key: 'version', label: t('decide.column.version'), cell: (row) => row.version, align: 'number' },
        { key: 'title', label: t('decide.column.title'), cell: (row) => row.entry.title },
        {
          key: 'aware',
          label: t('decide.column.aware'),
          cell: (row) => <Time at={new Date(row.entry.awareAt)} />,
          sortBy: (row) => row.entry.awareAt,
        },
        { key: 'people', label: t('decide.column.people'), cell: (row) => showFactValue(row.entry.people), align: 'number' },
        { key: 'authority', label: t('decide.duty', { duty: 'authority' }), cell: (row) => answer(row, 'authority') },
        { key: 'notified', label: t('decide.column.notified'), cell: notifiedCell },
        { key: 'told', label: t('decide.duty', { duty: 'people' }), cell: (row) => answer(row, 'people') },
        { key: 'at', label: t('decide.column.written'), cell: (row) => <Time at={row.at} />, sortBy: (row) => row.at },
      ]}
    />
  );
}

function notifiedCell({ entry }: RegisterRow) {
  const first = notificationOf((entry.filings ?? []).map((one) => ({ ...one, at: new Date(one.at) })));
  return first === null ? '–' : <Time at={first.at} />;
}
