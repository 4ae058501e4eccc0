import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { DayOfAsks } from '../read-asks.ts';

export interface AsksPageProps {
  readonly asks: readonly DayOfAsks[];
  readonly reported: readonly { readonly host: string; readonly times: number; readonly last: Date }[];
  /** Each shop's name and the address of its customers' page. */
  readonly shops: readonly { readonly id: string; readonly name: string; readonly url: string }[];
}

/** How often customers asked, what they were told, what they reported, and where they can ask. */
export function AsksPage({ asks, reported, shops }: AsksPageProps) {
  const { t } = useView();
  const nameOf = (id: string) => shops.find((shop) => shop.id === id)?.name ?? id;
  return (
    <>
      <Card heading={t('teach.page.pages')} foot={t('teach.limit.note')}>
        <p>{t('teach.page.pages-hint')}</p>
        <ul class="plain rows">
          {shops.map((shop) => (
            <li>
              {shop.name}: <a href={shop.url}>{shop.url}</a>
            </li>
          ))}
        </ul>
      </Card>
      <Card heading={t('teach.page.answers')}>
        <DataTable
          caption={t('teach.page.answers')}
          rows={asks}
          empty={<EmptyState heading={t('teach.page.empty')} />}
          columns={[
            { key: 'day', label: t('teach.page.day'), cell: (row) => row.day, sortBy: (row) => row.day },
            { key: 'shop', label: t('teach.page.shop'), cell: (row) => nameOf(row.shop), filterBy: (row) => nameOf(row.shop) },
            { key: 'ours', label: t('teach.page.ours'), cell: (row) => row.ours, sortBy: (row) => row.ours, align: 'number' },
            { key: 'not-ours', label: t('teach.page.not-ours'), cell: (row) => row.notOurs, sortBy: (row) => row.notOurs, align: 'number' },
            { key: 'unknown', label: t('teach.page.unknown'), cell: (row) => row.unknown, sortBy: (row) => row.unknown, align: 'number' },
            {
              key: 'reported',
              label: t('teach.page.reported'),
              cell: (row) => row.reported,
              sortBy: (row) => row.reported,
              align: 'number',
            },
          ]}
        />
      </Card>
      <Card heading={t('teach.page.hosts')}>
        <DataTable
          caption={t('teach.page.hosts')}
          prefix="hosts"
          rows={reported}
          textOf={(row) => row.host}
          empty={<EmptyState heading={t('teach.page.none-reported')} />}
          columns={[
            { key: 'host', label: t('teach.page.host'), cell: (row) => <code>{row.host}</code>, sortBy: (row) => row.host },
            { key: 'times', label: t('teach.page.times'), cell: (row) => row.times, sortBy: (row) => row.times, align: 'number' },
            { key: 'last', label: t('teach.page.last'), cell: (row) => <Time at={row.last} />, sortBy: (row) => row.last },
          ]}
        />
      </Card>
    </>
  );
}
