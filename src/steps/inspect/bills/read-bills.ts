import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { inspectTables } from '../store.ts';
import type { SbomId } from './tables.ts';

const LIGHT = ['sbom_id', 'shop_id', 'system', 'release', 'file_name', 'sha256', 'given_at', 'given_by', 'judged_at', 'counts'] as const;

/** Bills of a shop without their components, the newest first, of each part the newest sixty at most. */
export async function listBills(db: Tx, org: OrgId, shop: ShopId) {
  return inspectTables(db)
    .selectFrom('inspect_sboms')
    .select(LIGHT)
    .where('org_id', '=', org)
    .where('shop_id', '=', shop)
    .orderBy('given_at', 'desc')
    .orderBy('sbom_id', 'desc')
    .execute();
}

export type BillRow = Awaited<ReturnType<typeof listBills>>[number];

/** One bill with its components. Throws NOT_FOUND. */
export async function readBill(db: Tx, org: OrgId, id: SbomId) {
  const row = await inspectTables(db)
    .selectFrom('inspect_sboms')
    .selectAll()
    .where('org_id', '=', org)
    .where('sbom_id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new ShopbellError('NOT_FOUND', { what: 'bill of materials' });
  return row;
}

export type Bill = Awaited<ReturnType<typeof readBill>>;

/** The newest bill of each part of each shop: those that are compared again when the data change. */
export async function readCurrentBills(db: Tx, org: OrgId) {
  return inspectTables(db)
    .selectFrom('inspect_sboms')
    .selectAll()
    .distinctOn(['shop_id', 'system'])
    .where('org_id', '=', org)
    .orderBy('shop_id')
    .orderBy('system')
    .orderBy('given_at', 'desc')
    .orderBy('sbom_id', 'desc')
    .execute();
}
