import type { House } from '#engines/house.ts';
import type { ShopId } from '#kernel/ids.ts';
import { ownWordsOf } from '../keep-sightings.ts';
import type { WatchCheck } from '../store.ts';

/** A prober asks every second; a shop changes its contacts seldom. */
const FRESH_MS = 60_000;

type Known = { readonly until: number; readonly own: readonly string[] };
const known = new WeakMap<House, Map<ShopId, Known>>();

/** Addresses and contacts of these checks' shops; at most a minute old. */
export async function knowShops(house: House, checks: readonly WatchCheck[]): Promise<ReadonlyMap<ShopId, readonly string[]>> {
  const kept = known.get(house) ?? new Map<ShopId, Known>();
  known.set(house, kept);
  const now = house.clock.ticks();
  for (const [shop, { until }] of kept) if (until <= now) kept.delete(shop);
  for (const check of checks)
    if (!kept.has(check.shop)) kept.set(check.shop, { until: now + FRESH_MS, own: await ownWordsOf(house, check) });
  return new Map([...kept].map(([shop, { own }]) => [shop, own]));
}
