import type { Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { PeakExpectation } from './next-peak.ts';

type PeakTables = {
  watch_peak_expectations: { org_id: OrgId; shop_id: ShopId; growth: number | null; factor: number | null; set_at: Date };
};

/** This corner's table, typed, on any connection. */
export function peakTables(db: Db): Kysely<PeakTables> {
  return db.withTables<PeakTables>();
}

export async function findExpectation(db: Db, shop: ShopId): Promise<PeakExpectation> {
  const row = await peakTables(db)
    .selectFrom('watch_peak_expectations')
    .select(['growth', 'factor'])
    .where('shop_id', '=', shop)
    .executeTakeFirst();
  return row ?? { growth: null, factor: null };
}
