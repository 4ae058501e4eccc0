import type { Shop } from '#registry/types.ts';
import { FlowChart } from '#web/charts/flow-chart.tsx';
import { useView } from '#web/view-context.ts';
import type { LookTrouble } from '../orders/look-result.ts';
import { kindOfTrouble } from '../orders/order-words.ts';
import type { OrderFlow } from '../orders/read-flow.ts';

interface OrdersFlowProps {
  readonly flow: OrderFlow;
  readonly troubles: readonly LookTrouble[];
  readonly shop: Pick<Shop, 'id'>;
}

/** The way of all orders as a picture, and what of it is overdue, each with the orders that it is about. */
export function OrdersFlow({ flow, troubles, shop }: OrdersFlowProps) {
  const { t } = useView();
  const paid = flow.waiting + flow.fetched + flow.underway + flow.delivered + flow.returned + flow.paidBack;
  const node = (id: string, tone: 'ok' | 'warn' | 'bad' | 'calm' = 'calm') => ({ id, name: t(`watch.orders.flow.${id}`), tone });
  const sent = flow.underway + flow.delivered + flow.returned;
  const overdue = troubles.filter(({ trouble }) => (kindOfTrouble as Readonly<Record<string, string>>)[trouble] === 'overdue');
  return (
    <>
      <FlowChart
        label={t('watch.orders.flow-label', { placed: flow.placed, delivered: flow.delivered, waiting: flow.waiting })}
        nodes={[
          node('placed'),
          node('paid'),
          node('unpaid', 'warn'),
          node('cancelled'),
          node('sent'),
          node('waiting', 'warn'),
          node('fetched', 'ok'),
          node('paid-back'),
          node('delivered', 'ok'),
          node('underway'),
          node('returned'),
        ]}
        links={[
          { from: 'placed', to: 'paid', value: paid },
          { from: 'placed', to: 'unpaid', value: flow.unpaid },
          { from: 'placed', to: 'cancelled', value: flow.cancelled },
          { from: 'paid', to: 'sent', value: sent },
          { from: 'paid', to: 'waiting', value: flow.waiting },
          { from: 'paid', to: 'fetched', value: flow.fetched },
          { from: 'paid', to: 'paid-back', value: flow.paidBack },
          { from: 'sent', to: 'delivered', value: flow.delivered },
          { from: 'sent', to: 'underway', value: flow.underway },
          { from: 'sent', to: 'returned', value: flow.returned },
        ]}
      />
      {overdue.length === 0 ? null : (
        <>
          <p class="soft">{t('watch.orders.flow-overdue')}</p>
          <ul class="legend">
            {overdue.map(({ trouble, orders }) => (
              <li>
                <a href={`/watch/orders/${shop.id}/${trouble}`}>{t(`watch.orders.trouble.${trouble}`)}</a> {orders}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
