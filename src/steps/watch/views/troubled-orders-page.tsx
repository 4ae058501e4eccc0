import { showMoney } from '#kernel/money.ts';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { KeptOrder } from '../orders/look-result.ts';

interface Props {
  readonly trouble: string;
  readonly orders: readonly KeptOrder[];
  /** How many there are over all. */
  readonly all: number;
  /** The order's number; `null`: this person may not see it. */
  readonly numberOf: ((ref: string) => string) | null;
}

/** The orders with one trouble, the longest first. */
export function TroubledOrdersPage({ trouble, orders, all, numberOf }: Props) {
  const { t, locale } = useView();
  return (
    <Card
      heading={t('watch.orders.list')}
      foot={orders.length < all ? t('watch.orders.list-part', { shown: orders.length, all }) : undefined}
    >
      <p>{t(`watch.orders.do.${trouble}`)}</p>
      <DataTable
        caption={t('watch.orders.list')}
        rows={orders}
        pageSize={50}
        {...(numberOf === null ? {} : { textOf: (row: KeptOrder) => numberOf(row.ref) })}
        empty={<EmptyState heading={t('watch.orders.list-none')} />}
        columns={[
          {
            key: 'order',
            label: t('watch.orders.number'),
            cell: ({ ref }) => <code class="whole">{numberOf === null ? `…${ref.slice(-8)}` : numberOf(ref)}</code>,
          },
          { key: 'since', label: t('watch.check.since'), cell: ({ since }) => <Time at={new Date(since)} />, sortBy: ({ since }) => since },
          {
            key: 'placed',
            label: t('watch.orders.placed'),
            cell: ({ placed }) => <Time at={new Date(placed)} />,
            sortBy: ({ placed }) => placed,
          },
          {
            key: 'money',
            label: t('watch.orders.money'),
            align: 'number',
            cell: ({ amount, currency }) => (amount === 0 ? '–' : showMoney(amount, currency, locale)),
            sortBy: ({ amount }) => amount,
          },
          {
            key: 'how',
            label: t('watch.orders.how'),
            cell: ({ method, carrier, system }) =>
              [method, carrier, system === null ? '' : t(`watch.orders.system.${system}`)].filter((word) => word !== '').join(', ') || '–',
          },
          {
            key: 'more',
            label: t('watch.orders.more'),
            cell: (row) =>
              othersOf(row, trouble)
                .map((one) => t(`watch.orders.trouble.${one}`))
                .join('; ') || '–',
          },
        ]}
      />
    </Card>
  );
}

/** What is wrong with an order besides the trouble that the page is about. */
function othersOf(order: KeptOrder, trouble: string): readonly string[] {
  return [order.trouble, ...order.more].filter((one) => one !== trouble);
}
