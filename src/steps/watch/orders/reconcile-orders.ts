import { DAY } from '#kernel/time.ts';
import { type FoundTrouble, judgeOrder } from './judge-order.ts';
import type { OrderFacts, Promises, Seen } from './order-facts.ts';
import type { OrderState, OrderTrouble } from './order-words.ts';
import { type OrderPlace, readOrders } from './read-orders.ts';
import { readSeen } from './read-seen.ts';
import type { ShopCalendar } from './working-days.ts';

/** An order with something wrong. */
interface TroubledOrder {
  readonly order: OrderFacts;
  readonly troubles: readonly FoundTrouble[];
}

/** A trouble of all orders. */
interface CountedTrouble {
  readonly orders: number;
  /** Orders of which nothing worse is known. */
  readonly foremost: number;
  /** By currency, in its smallest unit. */
  readonly amounts: ReadonlyMap<string, number>;
  /** ms since 1970. */
  readonly since: number;
}

type Counting = Map<OrderTrouble, { orders: number; foremost: number; amounts: Map<string, number>; since: number }>;

/** How a shop's orders stand. */
export interface Reconciled {
  readonly orders: number;
  readonly states: Readonly<Record<OrderState, number>>;
  readonly troubles: ReadonlyMap<OrderTrouble, CountedTrouble>;
  /** The troubled orders, the longest troubled first of each kind; of each kind at most so many. */
  readonly worst: readonly TroubledOrder[];
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
  const states: Record<OrderState, number> = { 'in-flight': 0, done: 0, cancelled: 0, dropped: 0, overdue: 0, impossible: 0, differs: 0 };
  const troubles: Counting = new Map();
  const worst = new Map<OrderTrouble, TroubledOrder[]>();
  let orders = 0;
  for await (const batch of readOrders(place, seen)) {
    orders += batch.settled + batch.open.length;
    states.done += batch.settled;
    for (const order of batch.open) {
      const judged = judgeOrder(order, world);
      states[judged.state] += 1;
      judged.troubles.forEach((found, nth) => {
        count(troubles, found, order.currencies[0] ?? '', nth === 0);
      });
      const [first] = judged.troubles;
      if (first !== undefined) keep(worst, first.trouble, { order, troubles: judged.troubles }, most);
    }
  }
  return { orders, states, troubles, seen, worst: [...worst.values()].flatMap((list) => shortened(list, most)) };
}

function count(troubles: Counting, { trouble, amount, since }: FoundTrouble, currency: string, isForemost: boolean): void {
  const known = troubles.get(trouble) ?? { orders: 0, foremost: 0, amounts: new Map<string, number>(), since };
  known.orders += 1;
  known.foremost += isForemost ? 1 : 0;
  known.amounts.set(currency, (known.amounts.get(currency) ?? 0) + amount);
  known.since = Math.min(known.since, since);
  troubles.set(trouble, known);
}

function keep(worst: Map<OrderTrouble, TroubledOrder[]>, trouble: OrderTrouble, one: TroubledOrder, most: number): void {
  const list = worst.get(trouble) ?? [];
  list.push(one);
  worst.set(trouble, list.length > 2 * most ? shortened(list, most) : list);
}

function shortened(list: readonly TroubledOrder[], most: number): TroubledOrder[] {
  return list.toSorted((a, b) => (a.troubles[0]?.since ?? 0) - (b.troubles[0]?.since ?? 0)).slice(0, most);
}

/** How far back orders are followed: what is older was said by then. */
export const FOLLOWED = 90 * DAY;
