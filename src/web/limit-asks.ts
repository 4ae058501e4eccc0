import { MINUTE } from '#kernel/time.ts';

const WINDOW_MS = 10 * MINUTE;
const PER_ADDRESS = 20;
const PER_SHOP = 600;
const MOST_KEPT = 50_000;

export interface AskLimit {
  /** Seconds to wait, or 0 when this ask may go on. `at` in ms. */
  take(shop: string, address: string, at: number): number;
}

/**
 * Limits how often one address, and everybody together, may ask about one shop: twenty and six hundred times in ten minutes unless said.
 * Kept in memory: every web process counts for itself, and a restart forgets.
 */
export function makeAskLimit({ perAddress = PER_ADDRESS, perShop = PER_SHOP } = {}): AskLimit {
  const counts = new Map<string, { count: number; until: number }>();
  const take = (key: string, most: number, at: number): number => {
    const known = counts.get(key);
    if (known === undefined || known.until <= at) {
      if (counts.size >= MOST_KEPT) for (const [old, { until }] of counts) if (until <= at || counts.size >= MOST_KEPT) counts.delete(old);
      counts.set(key, { count: 1, until: at + WINDOW_MS });
      return 0;
    }
    known.count += 1;
    return known.count > most ? Math.ceil((known.until - at) / 1000) : 0;
  };
  return {
    take: (shop, address, at) => take(`${shop} ${address}`, perAddress, at) || take(shop, perShop, at),
  };
}
