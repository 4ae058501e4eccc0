import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { readBrand } from './store.ts';

/** Host names that belong to a shop, each with everything under it: for the customers' check page. */
export async function ownNames(house: House, org: OrgId, shop: ShopId): Promise<readonly string[]> {
  return (await house.state.inOrg(org, (db) => readBrand(db, org, shop))).own;
}
