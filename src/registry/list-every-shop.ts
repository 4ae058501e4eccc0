import type { House } from '#engines/house.ts';
import { isId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { registryTables } from './tables.ts';

/** Every shop of every organisation, for the machine's own loops. */
export async function listEveryShop(house: House): Promise<readonly { readonly org: OrgId; readonly shop: ShopId }[]> {
  const rows = await house.state.everywhere((db) => registryTables(db).selectFrom('shops').select(['org_id', 'shop_id']).execute());
  return rows.flatMap((row) => (isId('org', row.org_id) && isId('shop', row.shop_id) ? [{ org: row.org_id, shop: row.shop_id }] : []));
}
