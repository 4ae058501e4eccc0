import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { MoneyAtRisk, RiskTime } from '#kernel/money-at-risk.ts';
import { SECOND } from '#kernel/time.ts';
import type { IncidentRow } from './store.ts';

/** Nobody waits longer for it. */
const WITHIN_MS = 2 * SECOND;

const UNREAD: MoneyAtRisk = { state: 'unknown', why: 'unread' };

type Asking = Pick<IncidentRow, 'id' | 'shop_id' | 'first_seen' | 'recovered_at' | 'closed_at'>;

/** The money at risk by each incident, by its id. Never throws: what cannot be read in time is not known. Not to be asked inside a transaction. */
export async function askMoneyAtRisk(
  house: Pick<House, 'ports' | 'clock' | 'log'>,
  org: OrgId,
  incidents: readonly Asking[],
  withinMs = WITHIN_MS,
): Promise<ReadonlyMap<string, MoneyAtRisk>> {
  const stop = new AbortController();
  const late = house.clock.sleep(withinMs, stop.signal).then(() => null);
  const answers = [...Map.groupBy(incidents, (incident) => incident.shop_id)].map(async ([shop, own]) => {
    const risks = await Promise.race([askOne(house, org, shop, own.map(timeOf)), late]);
    return own.map((incident, nth) => [incident.id, risks?.[nth] ?? UNREAD] as const);
  });
  const found = await Promise.all(answers);
  stop.abort();
  return new Map(found.flat());
}

/** The same of one incident. */
export async function askOneMoneyAtRisk(
  house: Pick<House, 'ports' | 'clock' | 'log'>,
  org: OrgId,
  incident: Asking,
  withinMs = WITHIN_MS,
): Promise<MoneyAtRisk> {
  return (await askMoneyAtRisk(house, org, [incident], withinMs)).get(incident.id) ?? UNREAD;
}

async function askOne(
  { ports, log }: Pick<House, 'ports' | 'log'>,
  org: OrgId,
  shop: Asking['shop_id'],
  times: readonly RiskTime[],
): Promise<readonly MoneyAtRisk[] | null> {
  try {
    return await ports.moneyAtRisk(org, shop, times);
  } catch (thrown) {
    log.warn('the money at risk by an incident could not be read', { shop, reason: messageOf(thrown) });
    return null;
  }
}

function timeOf({ first_seen, recovered_at, closed_at }: Asking): RiskTime {
  return { from: first_seen, to: recovered_at ?? closed_at };
}
