import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { makeId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { addMs, MINUTE } from '#kernel/time.ts';
import { listEveryShop } from '#registry/index.ts';
import { noteServices } from '../verbs/note-services.ts';
import { keepPeaks } from './keep-peaks.ts';
import { lookAtServices } from './look-at-services.ts';
import { saturationNames } from './saturation-sources.ts';
import { listSlos, serviceTables } from './store.ts';

/** What waited while nobody listened arrives first. */
const SETTLE_MS = MINUTE;

/**
 * Looks at the systems of every shop about once a minute, and at most a twentieth of the time. May run in many processes: a lease lets one of
 * them look at a shop. Returns a stop.
 */
export function startFollowingServices(house: House, { everyMs = MINUTE, settleMs = SETTLE_MS } = {}): () => Promise<void> {
  const stopping = new AbortController();
  const holder = makeId('pass', house.clock.now().getTime(), house.random.bytes(16));
  const dueAt = new Map<string, number>();
  const loop = (async () => {
    await house.clock.sleep(settleMs, stopping.signal);
    while (!stopping.signal.aborted) {
      for (const { org, shop } of await listEvery(house)) {
        if (stopping.signal.aborted) break;
        if (house.clock.ticks() < (dueAt.get(shop) ?? 0)) continue;
        const took = await followServices(house, org, shop, holder);
        dueAt.set(shop, house.clock.ticks() + Math.max(everyMs, 20 * took));
      }
      await house.clock.sleep(Math.min(everyMs, 5_000), stopping.signal);
    }
  })();
  return async () => {
    stopping.abort();
    await loop;
  };
}

async function listEvery(house: House): ReturnType<typeof listEveryShop> {
  try {
    return await listEveryShop(house);
  } catch (thrown) {
    house.log.error('the list of shops could not be read', { reason: messageOf(thrown) });
    return [];
  }
}

/** Looks once at a shop's systems unless another process does, and notes what it came to. Never throws; returns how long it took, ms. */
export async function followServices(house: House, org: OrgId, shop: ShopId, holder: string): Promise<number> {
  const begun = house.clock.ticks();
  try {
    if (!(await tellsOfSystems(house, org, shop)) || !(await takeLease(house, org, shop, holder))) return 0;
    const known = await house.state.inOrg(org, async (db) => ({
      slos: await listSlos(db, shop),
      links: await serviceTables(db).selectFrom('watch_service_links').selectAll().where('shop_id', '=', shop).execute(),
      look: await serviceTables(db).selectFrom('watch_service_looks').select('looked_at').where('shop_id', '=', shop).executeTakeFirst(),
    }));
    const seen = await lookAtServices(house, org, shop, { ...known, lookedAt: known.look?.looked_at ?? null });
    if (seen !== null) await keepPeaks(house, org, shop, seen);
    const tookMs = Math.round(house.clock.ticks() - begun);
    const scope = { house, org, actor: { kind: 'system', id: 'services', role: 'system' } } as const;
    await noteServices(scope, { shop, holder, tookMs, look: seen?.look ?? null, fresh: [...(seen?.fresh ?? [])] });
    return tookMs;
  } catch (thrown) {
    house.log.error('the systems of a shop could not be looked at, and will be again', { shop, reason: messageOf(thrown) });
    return house.clock.ticks() - begun;
  }
}

/** Most shops of an agency may send none: they cost one small question. */
async function tellsOfSystems({ telemetry, clock }: House, org: OrgId, shop: string): Promise<boolean> {
  const rows = await telemetry.query(
    org,
    `select 1 from @service_hours where shop_id = {shop:String} limit 1
     union all select 1 from @saturation_days where shop_id = {shop:String} limit 1
     union all select 1 from @metric_points where shop_id = {shop:String} and name in {names:Array(String)} and at > {from:DateTime64(3)} limit 1`,
    { shop, names: [...saturationNames], from: addMs(clock.now(), -10 * MINUTE) },
  );
  return rows.length > 0;
}

function takeLease(house: House, org: OrgId, shop: ShopId, holder: string): Promise<boolean> {
  const lease = { lease_by: holder, lease_until: sql`now() + interval '10 minutes'` };
  return house.state.inOrg(org, async (db) => {
    const row = await serviceTables(db)
      .insertInto('watch_service_looks')
      .values({ org_id: org, shop_id: shop, looked_at: null, took_ms: null, result: null, ...lease })
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'shop_id'])
          .doUpdateSet(lease)
          .where((eb) =>
            eb.or([
              eb('watch_service_looks.lease_by', 'is', null),
              eb('watch_service_looks.lease_by', '=', holder),
              eb('watch_service_looks.lease_until', '<', sql<Date>`now()`),
            ]),
          ),
      )
      .returning('shop_id')
      .executeTakeFirst();
    return row !== undefined;
  });
}
