import type { Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { Repeats } from './next-work.ts';

type PlannedTables = {
  watch_planned_work: {
    org_id: OrgId;
    work_id: `work_${string}`;
    shop_id: ShopId;
    begins_at: Date;
    ends_at: Date;
    why: string;
    closed_at: Date | null;
    repeats: Repeats | null;
    wall_minutes: number | null;
  };
};

export function plannedTables(db: Db): Kysely<PlannedTables> {
  return db.withTables<PlannedTables>();
}

/** Work on a shop that is announced: what is down meanwhile wakes nobody. */
export interface PlannedWork {
  readonly work: `work_${string}`;
  readonly shop: ShopId;
  readonly from: Date;
  readonly to: Date;
  readonly why: string;
  /** It comes again, by the shop's own clock; `null`: once. */
  readonly repeats: Repeats | null;
}

/** Work that is under way or still to come, the next first. */
export async function listPlannedWork(db: Db): Promise<PlannedWork[]> {
  const rows = await plannedTables(db)
    .selectFrom('watch_planned_work')
    .selectAll()
    .where('closed_at', 'is', null)
    .orderBy('begins_at')
    .execute();
  return rows.map(({ work_id: work, shop_id: shop, begins_at: from, ends_at: to, why, repeats }) => ({
    work,
    shop,
    from,
    to,
    why,
    repeats,
  }));
}

/** The shops on which somebody works at an instant. */
export async function shopsAtWork(db: Db, at: Date): Promise<ReadonlySet<ShopId>> {
  const rows = await plannedTables(db)
    .selectFrom('watch_planned_work')
    .select('shop_id')
    .where('closed_at', 'is', null)
    .where('begins_at', '<=', at)
    .where('ends_at', '>', at)
    .execute();
  return new Set(rows.map((row) => row.shop_id));
}
