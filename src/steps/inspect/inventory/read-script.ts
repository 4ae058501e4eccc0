import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { readMemberNames } from '#registry/index.ts';
import { inspectTables } from '../store.ts';
import { keyToken } from './key-token.ts';
import { readInventory } from './read-inventory.ts';

/** One script of a payment page with every content it had, newest first. Throws NOT_FOUND. */
export async function readScript({ house, org }: Scope, shop: ShopId, token: string) {
  return house.state.inOrg(org, async (db) => {
    const { scripts } = await readInventory(db, org, shop, house.clock.now());
    const script = scripts.find((row) => keyToken(row.key) === token);
    if (script === undefined) throw new ShopbellError('NOT_FOUND', { what: 'script' });
    const versions = await inspectTables(db)
      .selectFrom('inspect_script_versions')
      .selectAll()
      .where('org_id', '=', org)
      .where('shop_id', '=', shop)
      .where('key', '=', script.key)
      .orderBy('last_seen', 'desc')
      .orderBy('first_seen', 'desc')
      .limit(100)
      .execute();
    return { script, versions, names: await readMemberNames(db) };
  });
}

export type ScriptVersion = Awaited<ReturnType<typeof readScript>>['versions'][number];
