import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { judgeProof } from '../checks/judge-proof.ts';
import { orderNumber } from '../orders/files/told-step.ts';
import { orderKeys, stepRow } from '../orders/step-row.ts';
import type { WatchCheck } from '../store.ts';
import { journeyTables } from './store.ts';

const LOOK_BACK = DAY;
const KEPT_MS = 30 * DAY;

/**
 * Notes that a journey placed an order: it is marked as a test, so that it is never counted as business, and what must be told of it is
 * looked for from now on. Never throws.
 */
export async function noteOrder(house: House, check: WatchCheck, at: Date, told: string): Promise<void> {
  const number = orderNumber(told);
  if (number === '') return;
  const keys = orderKeys(house, check.org);
  try {
    const step = {
      ...{
        order: number,
        toldBy: 'shop' as const,
        step: 'placed' as const,
        at: at.getTime(),
        amount: 0,
        currency: '',
        theirs: '',
        method: '',
      },
      ...{ carrier: '', country: '', device: '', delivery: '', part: '', notBefore: 0 },
    };
    const row = { ...stepRow({ shop: check.shop, source: '', receivedAt: at, keys }, step), told_by: 'journey', test: 1 };
    await house.telemetry.insert(check.org, 'order_steps', [row]);
    await house.state.inOrg(check.org, async (db) => {
      const tables = journeyTables(db);
      const values = { org_id: check.org, check_id: check.id, order_ref: keys.sealRef('order', number), placed_at: at };
      await tables
        .insertInto('watch_journey_orders')
        .values(values)
        .onConflict((c) => c.doNothing())
        .execute();
      await tables
        .deleteFrom('watch_journey_orders')
        .where('org_id', '=', check.org)
        .where('placed_at', '<', addMs(at, -KEPT_MS))
        .execute();
    });
  } catch (thrown) {
    house.log.error('a test order could not be noted', { check: check.id, reason: messageOf(thrown) });
  }
}

/** What is missing of the orders that a check's journeys placed in the last day, in one line; `null`: nothing. Only reads. */
export async function proveOrders(house: House, check: WatchCheck): Promise<string | null> {
  if (check.target.kind !== 'journey' || check.target.proves.length === 0) return null;
  const now = house.clock.now();
  const rows = await house.state.inOrg(check.org, (db) =>
    journeyTables(db)
      .selectFrom('watch_journey_orders')
      .select(['order_ref', 'placed_at'])
      .where('org_id', '=', check.org)
      .where('check_id', '=', check.id)
      .where('placed_at', '>', addMs(now, -LOOK_BACK))
      .execute(),
  );
  if (rows.length === 0) return null;
  const seen = await house.telemetry.query<{ ref: string; told: string[] }>(
    check.org,
    `select order_ref as ref, groupUniqArray(concat(told_by, ' ', step)) as told from @order_steps
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and order_ref in {refs:Array(String)} and told_by != 'journey' group by ref`,
    { shop: check.shop, from: addMs(now, -2 * LOOK_BACK), refs: rows.map((row) => row.order_ref) },
  );
  const told = new Map(seen.map((row) => [row.ref, new Set(row.told)]));
  const orders = rows.map((row) => ({ at: row.placed_at, told: told.get(row.order_ref) ?? new Set<string>() }));
  return judgeProof(orders, check.target.proves, check.target.provesMinutes * 60_000, now);
}
