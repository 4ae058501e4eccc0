import type { House } from '#engines/house.ts';
import type { ShopId } from '#kernel/ids.ts';
import { statusTables } from './store.ts';

/** Whether another shop, of any organisation, has proven this host name. Whose it is stays untold. */
export function isProvenByAnother({ state }: Pick<House, 'state'>, shop: ShopId, host: string): Promise<boolean> {
  return state.everywhere(async (db) => {
    const proven = statusTables(db).selectFrom('watch_status_hosts').select('shop_id').where('proven_at', 'is not', null);
    const row = await proven.where('host', '=', host).executeTakeFirst();
    return row !== undefined && row.shop_id !== shop;
  });
}
