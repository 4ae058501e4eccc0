import type { State, Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { shopOf, sourceOf, storedId } from './store.ts';
import { registryTables } from './tables.ts';
import type { PersonRole, Shop, Source } from './types.ts';

/** The shops of an organisation, by name. */
export async function listShops(db: Tx): Promise<Shop[]> {
  const rows = await registryTables(db).selectFrom('shops').selectAll().orderBy('name').orderBy('shop_id').execute();
  return rows.map(shopOf);
}

/** One shop of the organisation. Throws NOT_FOUND, also for another organisation's id. */
export async function findShop(db: Tx, id: string): Promise<Shop> {
  const row = await registryTables(db).selectFrom('shops').selectAll().where('shop_id', '=', id).executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return shopOf(row);
}

/** The sources of an organisation, or of one of its shops. */
export async function listSources(db: Tx, shop?: string): Promise<Source[]> {
  const all = registryTables(db).selectFrom('sources').selectAll().orderBy('added_at').orderBy('source_id');
  const rows = await (shop === undefined ? all : all.where('shop_id', '=', shop)).execute();
  return rows.map(sourceOf);
}

export interface Organisation {
  readonly id: OrgId;
  readonly name: string;
}

/** Every organisation here: for the machine's loops, which then work inside one at a time. */
export async function listOrganisations(state: State): Promise<Organisation[]> {
  const rows = await state.everywhere((db) => registryTables(db).selectFrom('organisations').selectAll().orderBy('created_at').execute());
  return rows.map((row) => ({ id: storedId('org', row.org_id), name: row.name }));
}

export interface Membership extends Organisation {
  readonly role: PersonRole;
}

/** The organisations of one signed-in person: the only question asked across organisations for a request. */
export async function listMemberships(state: State, person: PersonId): Promise<Membership[]> {
  const rows = await state.everywhere((db) =>
    registryTables(db)
      .selectFrom('memberships as m')
      .innerJoin('organisations as o', 'o.org_id', 'm.org_id')
      .select(['o.org_id', 'o.name', 'm.role'])
      .where('m.person_id', '=', person)
      .orderBy('m.joined_at')
      .execute(),
  );
  return rows.map((row) => ({ id: storedId('org', row.org_id), name: row.name, role: row.role }));
}

export interface Member {
  readonly person: PersonId;
  readonly role: PersonRole;
  readonly joinedAt: Date;
}

export async function listMembers(db: Tx): Promise<Member[]> {
  const rows = await registryTables(db).selectFrom('memberships').selectAll().orderBy('joined_at').execute();
  return rows.flatMap((row) => (isId('per', row.person_id) ? [{ person: row.person_id, role: row.role, joinedAt: row.joined_at }] : []));
}

export interface KeyLine {
  readonly key: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly shop: string | null;
  readonly madeAt: Date;
  readonly revokedAt: Date | null;
}

export async function listKeys(db: Tx): Promise<KeyLine[]> {
  const rows = await registryTables(db).selectFrom('api_keys').selectAll().orderBy('made_at', 'desc').execute();
  return rows.map((row) => ({
    key: row.key_id,
    name: row.name,
    permissions: row.permissions,
    shop: row.shop_id,
    madeAt: row.made_at,
    revokedAt: row.revoked_at,
  }));
}
