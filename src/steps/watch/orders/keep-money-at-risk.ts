import type { House, Ports } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { MoneyAtRisk, RiskTime } from '#kernel/money-at-risk.ts';
import { SECOND } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { makeCalendar } from './make-calendar.ts';
import { readMoneyAtRisk } from './read-money-at-risk.ts';
import { takeSettings } from './store.ts';

const KEPT_MS = 15 * SECOND;

interface Kept {
  readonly until: number;
  readonly risks: Promise<readonly MoneyAtRisk[]>;
}

type RiskHouse = Pick<House, 'state' | 'telemetry' | 'clock'>;

/** Reads the money at risk and keeps it for some seconds, so that many who look at once ask the engine once. What failed is not kept. Throws NOT_FOUND for a shop that is not there. */
export function keepMoneyAtRisk(house: () => RiskHouse): Ports['moneyAtRisk'] {
  const kept = new Map<string, Kept>();
  return (org, shop, times) => {
    const now = house().clock.ticks();
    for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
    const key = JSON.stringify([org, shop, times]);
    const found = kept.get(key);
    if (found !== undefined) return found.risks;
    const risks = readNow(house(), org, shop, times);
    kept.set(key, { until: now + KEPT_MS, risks });
    risks.catch(() => kept.delete(key));
    return risks;
  };
}

async function readNow({ state, telemetry, clock }: RiskHouse, org: OrgId, shop: ShopId, times: readonly RiskTime[]) {
  const { row, settings } = await state.inOrg(org, async (db) => ({
    row: await findShop(db, shop),
    settings: await takeSettings(db, shop),
  }));
  const calendar = makeCalendar({ ...settings, zone: row.timeZone, country: row.country });
  return readMoneyAtRisk({ telemetry, org, shop, calendar, now: clock.now().getTime() }, times);
}
