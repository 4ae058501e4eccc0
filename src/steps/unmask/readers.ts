import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ImpostorId, OrgId } from '#kernel/ids.ts';
import { type ImpostorRow, unmaskTables } from './store.ts';

/** Impostors, the most alike first; those judged already come after those that wait. */
export function listImpostors(db: Tx, org: OrgId, limit = 2_000): Promise<ImpostorRow[]> {
  return unmaskTables(db)
    .selectFrom('impostors')
    .selectAll()
    .where('org_id', '=', org)
    .orderBy((eb) => eb.case().when('state', '=', 'open').then(0).else(1).end())
    .orderBy('score', 'desc')
    .orderBy('found_at', 'desc')
    .limit(limit)
    .execute();
}

/** One impostor. Throws NOT_FOUND, also for another organisation's id. */
export async function findImpostor(db: Tx, org: OrgId, id: ImpostorId): Promise<ImpostorRow> {
  const row = await unmaskTables(db).selectFrom('impostors').selectAll().where('org_id', '=', org).where('id', '=', id).executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'impostor' });
  return row;
}
