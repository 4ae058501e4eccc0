import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { NoticeRow } from '../store.ts';

/** All notices, newest first. */
export function NoticeList({ notices }: { readonly notices: readonly NoticeRow[] }) {
  const { t } = useView();
  return (
    <DataTable
      caption={t('tell.list')}
      rows={notices}
      empty={<EmptyState heading={t('tell.none')}>{t('tell.none-text')}</EmptyState>}
      columns={[
        {
          key: 'number',
          label: t('tell.column.number'),
          cell: (row) => (
            <a class="nowrap" href={`/tell/notices/${row.id}`}>
              {row.number}
            </a>
          ),
          sortBy: (row) => row.number,
        },
        {
          key: 'state',
          label: t('tell.column.state'),
          cell: (row) => (
            <Pill tone={row.state === 'draft' ? 'warn' : row.state === 'finished' ? 'ok' : 'calm'}>
              {t('tell.state', { state: row.state })}
            </Pill>
          ),
          filterBy: (row) => row.state,
          filterLabel: (state) => t('tell.state', { state }),
        },
        { key: 'drafted', label: t('tell.column.drafted'), cell: (row) => <Time at={row.drafted_at} />, sortBy: (row) => row.drafted_at },
        {
          key: 'released',
          label: t('tell.column.released'),
          cell: (row) => (row.released_at ? <Time at={row.released_at} /> : '–'),
          sortBy: (row) => row.released_at,
        },
        {
          key: 'finished',
          label: t('tell.column.finished'),
          cell: (row) => (row.finished_at ? <Time at={row.finished_at} /> : '–'),
          sortBy: (row) => row.finished_at,
        },
      ]}
    />
  );
}
