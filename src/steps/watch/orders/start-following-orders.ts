import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import { findShop, listEveryShop } from '#registry/index.ts';
import { noteOrders } from '../verbs/note-orders.ts';
import { lookAtOrders } from './look-at-orders.ts';
import { type OrderShelf, openOrderShelf } from './order-shelf.ts';
import { orderTables, takeSettings } from './store.ts';

/** What waited while nobody listened arrives first; before that, silence proves nothing. */
const SETTLE_MS = 2 * MINUTE;

interface FollowOptions {
  readonly everyMs?: number;
  readonly settleMs?: number;
}

/**
 * Looks at the orders of every shop about once a minute, and at most a twentieth of the time. May run in many processes: a lease lets one of
 * them look at a shop. Returns a stop.
 */
export function startFollowingOrders(house: House, { everyMs = MINUTE, settleMs = SETTLE_MS }: FollowOptions = {}): () => Promise<void> {
  const stopping = new AbortController();
  const holder = makeId('pass', house.clock.now().getTime(), house.random.bytes(16));
  const dueAt = new Map<string, number>();
  const shelf = openOrderShelf();
  const loop = (async () => {
    await house.clock.sleep(settleMs, stopping.signal);
    while (!stopping.signal.aborted) {
      for (const { org, shop } of await listEvery(house)) {
        if (stopping.signal.aborted) break;
        if (house.clock.ticks() < (dueAt.get(shop) ?? 0)) continue;
        const took = await followOrders(house, org, shop, holder, shelf);
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

/** Looks once at a shop's orders unless another process does, and notes what it came to; with a shelf it goes on from the look before. Never throws; returns how long it took, ms. */
export async function followOrders(house: House, org: OrgId, shop: `shop_${string}`, holder: string, shelf?: OrderShelf): Promise<number> {
  const begun = house.clock.ticks();
  try {
    if (!(await tellsOfOrders(house, org, shop)) || !(await takeLease(house, org, shop, holder))) return 0;
    const { row, settings } = await house.state.inOrg(org, async (db) => ({
      row: await findShop(db, shop),
      settings: await takeSettings(db, shop),
    }));
    const result = await lookAtOrders(house, org, row, settings, shelf);
    const tookMs = Math.round(house.clock.ticks() - begun);
    const scope = { house, org, actor: { kind: 'system', id: 'orders', role: 'system' } } as const;
    if (result !== null) await noteOrders(scope, { shop, holder, tookMs, result });
    return tookMs;
  } catch (thrown) {
    house.log.error('the orders of a shop could not be looked at, and will be again', { shop, reason: messageOf(thrown) });
    return house.clock.ticks() - begun;
  }
}

/** Most shops of an agency may tell of none: they cost one small question. */
async function tellsOfOrders({ telemetry }: House, org: OrgId, shop: string): Promise<boolean> {
  const rows = await telemetry.query(org, 'select 1 from @order_steps where shop_id = {shop:String} limit 1', { shop });
  return rows.length > 0;
}

function takeLease(house: House, org: OrgId, shop: `shop_${string}`, holder: string): Promise<boolean> {
  const lease = { lease_by: holder, lease_until: sql`now() + interval '10 minutes'` };
  return house.state.inOrg(org, async (db) => {
    const row = await orderTables(db)
      .insertInto('watch_order_looks')
      .values({ org_id: org, shop_id: shop, looked_at: null, took_ms: null, result: null, ...lease })
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'shop_id'])
          .doUpdateSet(lease)
          .where((eb) =>
            eb.or([
              eb('watch_order_looks.lease_by', 'is', null),
              eb('watch_order_looks.lease_by', '=', holder),
              eb('watch_order_looks.lease_until', '<', sql<Date>`now()`),
            ]),
          ),
      )
      .returning('shop_id')
      .executeTakeFirst();
    return row !== undefined;
  });
}
