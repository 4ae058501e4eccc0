import { DAY } from '#kernel/time.ts';
import { judgeOrder } from './judge-order.ts';
import type { Promises, Seen } from './order-facts.ts';
import { type OrderPlace, readOrders } from './read-orders.ts';
import { readSeen } from './read-seen.ts';
import { type TalliedOrders, tallyOrders } from './tally-orders.ts';
import type { ShopCalendar } from './working-days.ts';

/** How a shop's orders stand. */
export interface Reconciled extends TalliedOrders {
  readonly seen: Seen;
}

export interface ReconcileOptions {
  readonly calendar: ShopCalendar;
  readonly promises: Promises;
  /** Of each trouble at most so many orders are listed; all are counted. */
  readonly most?: number;
}

const MOST = 1_000;

/** Judges every order of which something was said in the time of `place`, as it stands at its end. Only reads. */
export async function reconcileOrders(place: OrderPlace, { calendar, promises, most = MOST }: ReconcileOptions): Promise<Reconciled> {
  const seen = await readSeen(place);
  const world = { now: place.to, calendar, promises, seen };
  const tally = tallyOrders(most);
  for await (const batch of readOrders(place, seen)) {
    tally.addFine('done', batch.settled);
    for (const { order } of batch.open) tally.add(order, judgeOrder(order, world));
  }
  return { ...tally.sum(), seen };
}

/** How far back orders are followed: what is older was said by then. */
export const FOLLOWED = 90 * DAY;
