import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { listShops } from '#registry/index.ts';
import { runInspection } from '../run-inspection.ts';
import { inspectTables } from '../store.ts';
import { closeNight } from '../verbs/close-night.ts';
import { noteNight } from '../verbs/note-night.ts';
import { planNight } from '../verbs/plan-night.ts';
import { startInspection } from '../verbs/start-inspection.ts';
import { nightOf, turnsOf } from './night-times.ts';

/**
 * Gives every shop of every organisation its turn in this night, those that waited longest first, one after the other. Called again in the
 * same night it plans only what is new; so a night that began while nobody ran is made up for.
 */
export async function planShops(house: House, scopes: readonly Scope[]): Promise<void> {
  const now = house.clock.now();
  const night = nightOf(now);
  if (now >= night.ends) return;
  const waiting: { readonly scope: Scope; readonly shop: ShopId; readonly last: number }[] = [];
  for (const scope of scopes) waiting.push(...(await waitingShops(scope, night.name)));
  waiting.sort((a, b) => a.last - b.last);
  const turns = turnsOf(waiting.length, addMs(now, 1_000), night);
  const planned = waiting.map((one, nth) => ({ ...one, at: turns[nth] ?? night.begins }));
  for (const scope of scopes) {
    const own = planned.filter((one) => one.scope === scope).map(({ shop, at }) => ({ shop, at }));
    await planNight(scope, { night: night.name, turns: own });
  }
}

async function waitingShops(scope: Scope, night: string) {
  const { house, org } = scope;
  return house.state.inOrg(org, async (db) => {
    const shops = await listShops(db);
    const planned = await inspectTables(db)
      .selectFrom('inspect_nights')
      .select('shop_id')
      .where('org_id', '=', org)
      .where('night', '=', night)
      .execute();
    const runs = await inspectTables(db)
      .selectFrom('inspect_runs')
      .select((eb) => ['shop_id', eb.fn.max('finished_at').as('last')])
      .where('org_id', '=', org)
      .groupBy('shop_id')
      .execute();
    const last = new Map(runs.map((row) => [row.shop_id, row.last?.getTime() ?? 0]));
    return shops
      .filter(({ id }) => !planned.some((row) => row.shop_id === id))
      .map(({ id }) => ({ scope, shop: id, last: last.get(id) ?? 0 }));
  });
}

/** A shop's turn has come. After the night is over it is left out; one that was begun and broken off goes on where it was. */
export async function takeTurn(
  scope: Scope,
  { shop, night }: { readonly shop: ShopId; readonly night: string },
  options: { readonly perSecond?: number } = {},
): Promise<void> {
  const { house, org } = scope;
  const row = await house.state.inOrg(org, (db) =>
    inspectTables(db)
      .selectFrom('inspect_nights')
      .selectAll()
      .where('org_id', '=', org)
      .where('night', '=', night)
      .where('shop_id', '=', shop)
      .executeTakeFirst(),
  );
  const isOver = house.clock.now() >= nightOf(new Date(`${night}T00:00:00Z`)).ends;
  if (row === undefined || row.finished_at !== null || row.missed_at !== null || isOver) return;
  try {
    const run = row.run_id ?? (await startInspection(scope, { shop, queue: false })).run;
    await noteNight(scope, { night, shop, run, isFinished: false });
    await runInspection(scope, run, options);
    await noteNight(scope, { night, shop, run, isFinished: true });
  } catch (thrown) {
    // A shop that was removed meanwhile has no turn any more.
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'NOT_FOUND') throw thrown;
  }
}

/** Tells of every organisation which shops the last night did not reach; nights before that were told. */
export async function closeNights(house: House, scopes: readonly Scope[]): Promise<void> {
  const now = house.clock.now();
  const night = nightOf(now);
  const over = now >= night.ends ? night.name : nightOf(addMs(now, -DAY)).name;
  for (const scope of scopes) await closeNight(scope, { night: over });
}
