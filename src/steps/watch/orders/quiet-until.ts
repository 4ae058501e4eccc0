import { DROPPED_AFTER, type JudgedOrder, judgeOrder, type OrderWorld } from './judge-order.ts';
import type { OrderFacts } from './order-facts.ts';
import type { OrderSystem } from './order-words.ts';

/** A time by which everything is due that ever will be. */
const FAR = Number.MAX_SAFE_INTEGER;

/** The same world when everything is due and every system has told all that it will. */
export function endOf(world: OrderWorld): OrderWorld {
  const systems = Object.entries(world.seen.systems).map(([name, coverage]) => [name as OrderSystem, { ...coverage, to: FAR }]);
  return { ...world, now: FAR, seen: { ...world.seen, systems: Object.fromEntries(systems) } };
}

/**
 * Until when an order with nothing wrong stands as it does, as long as nothing more is said of it, ms since 1970; Infinity: for ever; 0: it may change at
 * any time. Judgements only grow with time, so that what will be wrong when everything is due says when it begins. Pure.
 */
export function quietUntil(order: OrderFacts, judged: JudgedOrder, end: OrderWorld): number {
  if (judged.troubles.length > 0) return 0;
  const last = judgeOrder(order, end);
  if (last.troubles.length === 0) return last.state === judged.state ? Number.POSITIVE_INFINITY : 0;
  return judged.state === 'in-flight' ? Math.min(order.placed + DROPPED_AFTER, ...last.troubles.map(({ since }) => since)) : 0;
}
