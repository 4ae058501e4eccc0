import type { ColumnType, Kysely } from 'kysely';
import type { Db, Tx } from '#engines/state/types.ts';
import type { ImpostorId, OrgId, ShopId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import { findShop } from '#registry/index.ts';
import { brandOfUrl } from './checks/brand-of-url.ts';
import type { Brand, Reason } from './checks/judge-name.ts';

type Json<T> = ColumnType<T, string, string>;
export type ImpostorState = 'open' | 'confirmed' | 'dismissed' | 'ours';

export type ImpostorRow = {
  org_id: string;
  id: ImpostorId;
  shop_id: ShopId;
  name: string;
  score: number;
  severity: Severity;
  reasons: Reason[];
  found_by: 'list' | 'customer';
  state: ImpostorState;
  note: string;
  reports: number;
  found_at: Date;
  judged_at: Date | null;
};

type UnmaskTables = {
  brands: { org_id: string; shop_id: ShopId; words: Json<string[]>; own: Json<string[]>; safe: Json<string[]>; set_at: Date };
  impostors: Omit<ImpostorRow, 'reasons'> & { reasons: Json<Reason[]> };
};

/** This room's tables, typed, on any connection. */
export function unmaskTables(db: Db): Kysely<UnmaskTables> {
  return db.withTables<UnmaskTables>();
}

/** What the shop is called: as its people set it, else as its address says. Throws NOT_FOUND for a shop that is not here. */
export async function readBrand(db: Tx, org: OrgId, shop: ShopId): Promise<Brand> {
  const found = await findShop(db, shop);
  const row = await unmaskTables(db)
    .selectFrom('brands')
    .selectAll()
    .where('org_id', '=', org)
    .where('shop_id', '=', shop)
    .executeTakeFirst();
  return row ?? brandOfUrl(found.url);
}
