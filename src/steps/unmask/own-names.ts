import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { readBrand } from './store.ts';

/** Host names that the owner said are the shop's own. */
export async function ownNames(house: Pick<House, 'state'>, org: OrgId, shop: ShopId): Promise<readonly string[]> {
  const brand = await house.state.inOrg(org, (db) => readBrand(db, org, shop));
  return brand.own;
}
