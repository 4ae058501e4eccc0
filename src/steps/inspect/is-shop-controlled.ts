import { getDomain } from 'tldts';
import type { Tx } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { findShop } from '#registry/index.ts';
import { isControlled } from './is-controlled.ts';
import { readSettings } from './store.ts';

/** Whether an address belongs to a shop whose control was proven: the shop's own host, or another one of its registered domain. Throws NOT_FOUND. */
export async function isShopControlled(db: Tx, org: OrgId, id: ShopId, url: string): Promise<boolean> {
  const shop = await findShop(db, id);
  const asked = URL.parse(url)?.hostname;
  const own = new URL(shop.url).hostname;
  const domain = getDomain(own);
  const belongs = asked === own || (asked !== undefined && domain !== null && getDomain(asked) === domain);
  return belongs && isControlled(shop, await readSettings(db, org, id));
}
