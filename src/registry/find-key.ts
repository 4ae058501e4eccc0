import { equalDigests } from '#engines/identity/equal-digests.ts';
import type { State } from '#engines/state/types.ts';
import { readKey } from './key-text.ts';
import { storedId } from './store.ts';
import { registryTables } from './tables.ts';
import { type KeyHolder, type KeyPermission, keyPermissions } from './types.ts';

const NOBODY = '0'.repeat(64);

/** Who stands behind a presented API key, or null when it is unknown, wrong or revoked. The secret is compared in constant time. */
export async function findKey(state: State, presented: string): Promise<KeyHolder | null> {
  const read = readKey(presented);
  if (read === null) return null;
  const row = await state.inOrg(read.org, (db) =>
    registryTables(db).selectFrom('api_keys').selectAll().where('key_id', '=', read.key).executeTakeFirst(),
  );
  const right = equalDigests(row?.hash ?? NOBODY, read.hash);
  if (!row || !right || row.revoked_at !== null) return null;
  const permissions = row.permissions.filter((name): name is KeyPermission => keyPermissions.some((one) => one === name));
  return {
    org: storedId('org', row.org_id),
    key: row.key_id,
    shop: row.shop_id === null ? null : storedId('shop', row.shop_id),
    source: row.source_id === null ? null : storedId('src', row.source_id),
    role: roleOf(permissions),
    permissions,
  };
}

/** Who a key is while nothing says what it is used for; a request takes the role of what it asks. */
function roleOf(permissions: readonly KeyPermission[]): KeyHolder['role'] {
  if (permissions.includes('set-checks')) return 'deployer';
  if (permissions.includes('decide')) return 'assessor';
  return permissions.includes('send-telemetry') ? 'sender' : 'viewer';
}
