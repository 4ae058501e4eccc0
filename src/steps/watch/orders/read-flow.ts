import { DAY } from '#kernel/time.ts';
import { BUSINESS } from './business.ts';
import type { Money } from './order-facts.ts';
import type { OrderPlace } from './read-orders.ts';

/** How far the orders of the last thirty days have come; each order counts once, where it is now. */
export interface OrderFlow {
  readonly placed: number;
  readonly cancelled: number;
  /** Cancelled or given back after it was paid. */
  readonly paidBack: number;
  readonly unpaid: number;
  readonly waiting: number;
  readonly fetched: number;
  readonly underway: number;
  readonly delivered: number;
  readonly returned: number;
}

interface Row {
  placed: number;
  cancelled: number;
  paidBack: number;
  unpaid: number;
  waiting: number;
  fetched: number;
  underway: number;
  delivered: number;
  returned: number;
  /** Currencies, and the sum and number of the priced orders in each. */
  worth: readonly [readonly string[], readonly number[], readonly number[]];
}

/** The way of the orders that were placed in the thirty days before the end of `place`, and what one is worth on average in the currency of most. Only reads. */
export async function readFlow(place: OrderPlace): Promise<{ readonly flow: OrderFlow; readonly basket: Money | null }> {
  const { telemetry, org, shop, to } = place;
  const over = "countIf(step = 'cancelled') > 0 or sumIf(amount, step = 'refunded') >= sumIf(amount, step = 'placed')";
  const [row] = await telemetry.query<Row>(
    org,
    `select count() as placed, countIf(gone and not paid) as cancelled, countIf(gone and paid and not back) as paidBack,
       countIf(not gone and not paid and not sent) as unpaid, countIf(not gone and paid and not sent and not here) as waiting,
       countIf(not gone and paid and here and not sent) as fetched, countIf(not gone and sent and not arrived) as underway,
       countIf(not gone and arrived) as delivered, countIf(gone and paid and back) as returned,
       sumMapIf([coin], [total], [toUInt64(1)], total > 0 and coin != '') as worth
     from (
       select (${over}) as gone, countIf(step = 'paid') > 0 as paid, countIf(step = 'handed-over') > 0 as sent, countIf(step = 'delivered') > 0 as arrived,
         countIf(step = 'returned') > 0 as back, max(delivery) in ('pickup', 'digital') as here, maxIf(amount, step = 'placed') as total,
         maxIf(currency, step = 'placed') as coin
       from @order_steps where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and ${BUSINESS}
       group by order_ref having countIf(step = 'placed') > 0
     )`,
    { shop, from: new Date(to - 30 * DAY), to: new Date(to) },
  );
  const number = (value: number | undefined): number => Number(value ?? 0) || 0;
  const flow = {
    ...{ placed: number(row?.placed), cancelled: number(row?.cancelled), paidBack: number(row?.paidBack), unpaid: number(row?.unpaid) },
    ...{ waiting: number(row?.waiting), fetched: number(row?.fetched), underway: number(row?.underway) },
    ...{ delivered: number(row?.delivered), returned: number(row?.returned) },
  };
  const [coins, sums, counts] = row?.worth ?? [[], [], []];
  const baskets = coins.map((currency, nth) => ({ currency, orders: number(counts[nth]), minor: number(sums[nth]) }));
  const [most] = baskets.sort((a, b) => b.orders - a.orders);
  return { flow, basket: most === undefined ? null : { minor: Math.round(most.minor / most.orders), currency: most.currency } };
}
