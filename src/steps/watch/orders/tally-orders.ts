import type { FoundTrouble, JudgedOrder } from './judge-order.ts';
import type { OrderFacts } from './order-facts.ts';
import type { OrderState, OrderTrouble } from './order-words.ts';

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

export interface TalliedOrders {
  readonly orders: number;
  readonly states: Readonly<Record<OrderState, number>>;
  readonly troubles: ReadonlyMap<OrderTrouble, CountedTrouble>;
  /** The troubled orders, the longest troubled first of each kind; of each kind at most so many. */
  readonly worst: readonly TroubledOrder[];
}

interface Tally {
  add(order: OrderFacts, judged: JudgedOrder): void;
  /** So many more orders with nothing wrong. */
  addFine(state: OrderState, orders: number): void;
  sum(): TalliedOrders;
}

type Counting = Map<OrderTrouble, { orders: number; foremost: number; amounts: Map<string, number>; since: number }>;

/** Counts judged orders; of each trouble the `most` orders that have had it longest are kept. */
export function tallyOrders(most: number): Tally {
  const states: Record<OrderState, number> = { 'in-flight': 0, done: 0, cancelled: 0, dropped: 0, overdue: 0, impossible: 0, differs: 0 };
  const troubles: Counting = new Map();
  const worst = new Map<OrderTrouble, TroubledOrder[]>();
  let orders = 0;
  const addFine: Tally['addFine'] = (state, n) => {
    states[state] += n;
    orders += n;
  };
  return {
    addFine,
    add: (order, judged) => {
      addFine(judged.state, 1);
      judged.troubles.forEach((found, nth) => {
        count(troubles, found, order.currencies[0] ?? '', nth === 0);
      });
      const [first] = judged.troubles;
      if (first !== undefined) keep(worst, first.trouble, { order, troubles: judged.troubles }, most);
    },
    sum: () => ({ orders, states, troubles, worst: [...worst.values()].flatMap((list) => shortened(list, most)) }),
  };
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

/** Of two that are troubled as long always the same one comes first. */
function shortened(list: readonly TroubledOrder[], most: number): TroubledOrder[] {
  const since = (one: TroubledOrder): number => one.troubles[0]?.since ?? 0;
  return list.toSorted((a, b) => since(a) - since(b) || (a.order.ref < b.order.ref ? -1 : 1)).slice(0, most);
}
