import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { IncidentBrief, Wording } from '#kernel/incident-brief.ts';
import { addMs, HOUR } from '#kernel/time.ts';
import { listShops } from '#registry/index.ts';
import { BUSINESS_OF_ALL } from '../orders/business.ts';
import { orderTables } from '../orders/store.ts';
import { shopsAtWork } from '../planned-work.ts';
import { listChecks } from '../store.ts';
import type { ShopFacts } from './judge-shop.ts';
import type { Look } from './judge-stages.ts';
import { orderStages } from './stage.ts';

type Parts = Pick<House, 'state' | 'telemetry' | 'ports' | 'clock'>;

/** What is known of every shop now, by two questions to the engines and one to respond, however many shops there are. Only reads. */
export async function readShops(house: Parts, org: OrgId, words: Wording): Promise<readonly ShopFacts[]> {
  const now = house.clock.now();
  const [known, hours, incidents] = await Promise.all([
    house.state.inOrg(org, async (db) => ({
      shops: await listShops(db),
      checks: Map.groupBy(await listChecks(db, org), (check) => check.shop),
      looks: await listLooks(db),
      atWork: await shopsAtWork(db, now),
    })),
    readLastHour(house, org, now),
    house.ports.incidents(org, 'open', words),
  ]);
  const open: ReadonlyMap<ShopId, readonly IncidentBrief[]> = Map.groupBy(incidents, (incident) => incident.shop);
  return known.shops.map((shop) => ({
    ...{ shop, checks: known.checks.get(shop.id) ?? [], look: known.looks.get(shop.id) ?? null },
    ...{ lastHour: hours.get(shop.id) ?? new Map(), incidents: open.get(shop.id) ?? [], isAtWork: known.atWork.has(shop.id) },
  }));
}

async function listLooks(db: Tx): Promise<ReadonlyMap<ShopId, NonNullable<Look>>> {
  const rows = await orderTables(db).selectFrom('watch_order_looks').select(['shop_id', 'looked_at', 'result']).execute();
  return new Map(rows.flatMap(({ shop_id, looked_at: at, result }) => (at && result ? [[shop_id, { at, result }] as const] : [])));
}

/** How many orders each system told each step of, in the last hour, by shop; synthetic ones apart. */
async function readLastHour(
  { telemetry }: Pick<House, 'telemetry'>,
  org: OrgId,
  now: Date,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const rows = await telemetry.query<{ shop_id: string; name: string; n: number }>(
    org,
    `select shop_id, concat(told_by, ' ', step) as name, uniqExact(order_ref) as n from @order_steps
     where at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and ${BUSINESS_OF_ALL} and step in {steps:Array(String)} group by shop_id, name`,
    { from: addMs(now, -HOUR), to: now, steps: [...orderStages] },
  );
  const groups = Map.groupBy(rows, (row) => row.shop_id);
  return new Map([...groups].map(([shop, own]) => [shop, new Map(own.map(({ name, n }) => [name, Number(n)]))]));
}
