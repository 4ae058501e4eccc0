import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { orderTables, takeLook } from '../orders/store.ts';
import { shopsAtWork } from '../planned-work.ts';
import { watchTables } from '../store.ts';
import { judgeOrders } from './judge-orders.ts';
import type { PartFacts, StandingCheck } from './judge-part.ts';
import { type StatusPart, statusParts } from './status-words.ts';
import { statusTables, takeChosenChecks } from './store.ts';

/** What each part of a shop's page is judged by, as of now. */
export async function readPartFacts(
  ctx: Pick<Ctx, 'db' | 'now'>,
  shop: ShopId,
  usesOrders: boolean,
): Promise<Record<StatusPart, PartFacts>> {
  const { db, now } = ctx;
  const checks = await readChosen(ctx, shop);
  const isAtWork = (await shopsAtWork(db, now)).has(shop);
  const open = await statusTables(db)
    .selectFrom('watch_status_announcements')
    .select(['kind', 'parts'])
    .where('shop_id', '=', shop)
    .where('ended_at', 'is', null)
    .execute();
  const orders = usesOrders ? judgeOrders(await readTroubles(ctx, shop), await takeLook(db, shop), now) : null;
  const factsOf = (part: StatusPart): PartFacts => ({
    ...{ checks: checks.get(part) ?? [], orders: orders?.[part] ?? null, isAtWork, now },
    announced: open.filter(({ parts }) => parts.includes(part)).map(({ kind }) => kind),
  });
  const [ordering, paying, delivery, account] = statusParts;
  return { ordering: factsOf(ordering), paying: factsOf(paying), delivery: factsOf(delivery), account: factsOf(account) };
}

async function readChosen({ db }: Pick<Ctx, 'db'>, shop: ShopId): Promise<Map<StatusPart, StandingCheck[]>> {
  const chosen = await takeChosenChecks(db, shop);
  if (chosen.length === 0) return new Map();
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .select(['check_id', 'state', 'paused', 'every_ms', 'last_at', 'flapping_since'])
    .where('shop_id', '=', shop)
    .where('removed_at', 'is', null)
    .where(
      'check_id',
      'in',
      chosen.map(({ check }) => check),
    )
    .execute();
  const known = new Map(
    rows.map((row) => [
      row.check_id,
      { state: row.state, paused: row.paused, everyMs: row.every_ms, lastAt: row.last_at, isFlapping: row.flapping_since !== null },
    ]),
  );
  const groups = Map.groupBy(chosen, ({ part }) => part);
  return new Map([...groups].map(([part, own]) => [part, own.flatMap(({ check }) => known.get(check) ?? [])]));
}

async function readTroubles({ db }: Pick<Ctx, 'db'>, shop: ShopId) {
  return orderTables(db)
    .selectFrom('watch_order_troubles')
    .select(['trouble', 'subject', 'orders', 'severity'])
    .where('shop_id', '=', shop)
    .execute();
}
