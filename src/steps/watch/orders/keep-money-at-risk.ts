import type { House, Ports } from '#engines/house.ts';
import type { MoneyAtRisk } from '#kernel/money-at-risk.ts';
import { SECOND } from '#kernel/time.ts';
import { readMoneyAtRisk } from './read-money-at-risk.ts';

const KEPT_MS = 15 * SECOND;

interface Kept {
  readonly until: number;
  readonly risks: Promise<readonly MoneyAtRisk[]>;
}

/** Reads the money at risk and keeps it for some seconds, so that many who look at once ask the engine once. What failed is not kept. */
export function keepMoneyAtRisk(house: () => Pick<House, 'state' | 'telemetry' | 'clock'>): Ports['moneyAtRisk'] {
  const kept = new Map<string, Kept>();
  return (org, shop, times) => {
    const now = house().clock.ticks();
    for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
    const key = JSON.stringify([org, shop, times]);
    const found = kept.get(key);
    if (found !== undefined) return found.risks;
    const risks = readMoneyAtRisk(house(), org, shop, times);
    kept.set(key, { until: now + KEPT_MS, risks });
    risks.catch(() => kept.delete(key));
    return risks;
  };
}
