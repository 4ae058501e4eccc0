import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { findKey } from '#registry/index.ts';
import type { KeyHolder, KeyPermission } from '#registry/types.ts';

/**
 * Who stands behind a request's `Authorization: Bearer …` (or `X-Api-Key`) header, with the scope for its verbs.
 * Throws KEY_REFUSED, and NOT_ALLOWED when the key may not do this.
 */
export async function authoriseKey(
  house: House,
  headers: Headers,
  permission: KeyPermission,
): Promise<{ holder: KeyHolder; scope: Scope }> {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1];
  const holder = await findKey(house.state, bearer ?? headers.get('x-api-key') ?? '');
  if (!holder) throw new ShopbellError('KEY_REFUSED');
  if (!holder.permissions.includes(permission)) throw new ShopbellError('NOT_ALLOWED', { permission });
  const role = permission === 'decide' ? 'assessor' : holder.role;
  return { holder, scope: { house, org: holder.org, actor: { kind: 'key', id: holder.key, role } } };
}
