import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import type { Db } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { addMs, DAY } from '#kernel/time.ts';
import type { RuleCost } from '../sigma/cost-book.ts';
import { detectTables } from '../tables.ts';

/** Days that are kept, and shown. */
const KEPT_DAYS = 7;
const MOST = 500;

/** Adds what rules cost to the day's account, and forgets days of old. */
export async function keepRuleCosts(house: House, org: OrgId, shop: ShopId, costs: readonly RuleCost[]): Promise<void> {
  if (costs.length === 0) return;
  const now = house.clock.now();
  const rows = costs.slice(0, MOST).map(({ key, title, judged, matched, ms, stopped }) => ({
    ...{ org_id: org, shop_id: shop, day: now.toISOString().slice(0, 10), key: key.slice(0, 300), title: title.slice(0, 300) },
    ...{ judged, matched, ms, stopped },
  }));
  await house.state.inOrg(org, async (db) => {
    await detectTables(db)
      .insertInto('detect_rule_costs')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['org_id', 'shop_id', 'key', 'day']).doUpdateSet({
          judged: sql`detect_rule_costs.judged + excluded.judged`,
          matched: sql`detect_rule_costs.matched + excluded.matched`,
          ms: sql`detect_rule_costs.ms + excluded.ms`,
          stopped: sql`detect_rule_costs.stopped or excluded.stopped`,
          title: sql`excluded.title`,
        }),
      )
      .execute();
    const before = addMs(now, -KEPT_DAYS * DAY)
      .toISOString()
      .slice(0, 10);
    await detectTables(db).deleteFrom('detect_rule_costs').where('shop_id', '=', shop).where('day', '<', before).execute();
  });
}

/** What one rule cost in the days that are kept. */
export interface CostRow {
  readonly shop: ShopId;
  readonly key: string;
  readonly title: string;
  readonly judged: number;
  readonly matched: number;
  readonly ms: number;
  /** Of all that rules cost this shop. */
  readonly share: number;
  readonly stopped: boolean;
}

const SHOWN = 25;

/** The rules that cost most, the dearest first. */
export async function readRuleCosts(db: Db): Promise<CostRow[]> {
  const rows = await detectTables(db)
    .selectFrom('detect_rule_costs')
    .select((at) => [
      'shop_id',
      'key',
      at.fn.max('title').as('title'),
      sql<string>`sum(judged)`.as('judged'),
      sql<string>`sum(matched)`.as('matched'),
      sql<number>`sum(ms)`.as('ms'),
      sql<number>`sum(ms) / nullif(sum(sum(ms)) over (partition by shop_id), 0)`.as('share'),
      sql<boolean>`bool_or(stopped)`.as('stopped'),
    ])
    .groupBy(['shop_id', 'key'])
    .orderBy('stopped', 'desc')
    .orderBy('ms', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map(({ shop_id: shop, key, title, judged, matched, ms, share, stopped }) => ({
    ...{ shop, key, title, judged: Number(judged), matched: Number(matched), ms, share: share ?? 0, stopped },
  }));
}
