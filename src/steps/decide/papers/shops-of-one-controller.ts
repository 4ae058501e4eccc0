import type { Tx } from '#engines/state/types.ts';
import type { CaseId, ShopId } from '#kernel/ids.ts';
import { choiceOf } from '../checks/facts.ts';
import { decideTables, readVersion } from '../store.ts';
import { papersTables } from './papers-tables.ts';

/**
 * Whose people a case's letters may go to: null where the organisation decides itself; for a processor only the shops of the controller of the
 * case's own shop, since another controller's people are told by that controller, under its own name.
 */
export async function shopsOfOneController(db: Tx, id: CaseId): Promise<readonly (ShopId | '')[] | null> {
  const row = await decideTables(db).selectFrom('cases').select('shop_id').where('id', '=', id).executeTakeFirst();
  if (!row || row.shop_id === null || choiceOf((await readVersion(db, id)).facts, 'role') !== 'processor') return null;
  const stated = await papersTables(db).selectFrom('shop_controllers').selectAll().execute();
  const own = stated.find((one) => one.shop_id === row.shop_id);
  const same = stated.filter((one) => one.name === own?.name && one.contact === own.contact).map((one) => one.shop_id);
  return [row.shop_id, '', ...same];
}
