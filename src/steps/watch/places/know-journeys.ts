import type { House } from '#engines/house.ts';
import type { CheckId } from '#kernel/ids.ts';
import { proveOrders } from '../journeys/prove-orders.ts';
import type { WatchCheck } from '../store.ts';

/** A prober asks every second; what it is told of its journeys changes seldom. */
const FRESH_MS = 10_000;

interface Known {
  readonly until: number;
  /** Whether the shop was proven to be its owner's. */
  readonly controlled: boolean;
  /** What is missing of the orders that it placed; `null`: nothing. */
  readonly unproven: string | null;
}

const known = new WeakMap<House, Map<CheckId, Known>>();

/** What only the house can say of the journeys among these checks; at most ten seconds old. */
export async function knowJourneys(house: House, checks: readonly WatchCheck[]): Promise<ReadonlyMap<CheckId, Known>> {
  const kept = known.get(house) ?? new Map<CheckId, Known>();
  known.set(house, kept);
  const now = house.clock.ticks();
  for (const [id, { until }] of kept) if (until <= now) kept.delete(id);
  for (const check of checks) {
    const { id, org, shop, target } = check;
    if (target.kind !== 'journey' || kept.has(id)) continue;
    const controlled = await house.ports.isControlled(org, shop, target.url);
    kept.set(id, { until: now + FRESH_MS, controlled, unproven: await proveOrders(house, check) });
  }
  return kept;
}
