import type { Ctx } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { PersonId } from '#kernel/ids.ts';
import { personAdded } from './events.ts';
import { registryTables } from './tables.ts';
import type { PersonRole } from './types.ts';

/** Adds a membership and records it, inside a verb. Throws CONFLICT when the person is a member already. */
export async function addMember(ctx: Ctx, person: PersonId, role: PersonRole): Promise<void> {
  const added = await registryTables(ctx.db)
    .insertInto('memberships')
    .values({ org_id: ctx.org, person_id: person, role, joined_at: ctx.now })
    .onConflict((conflict) => conflict.columns(['org_id', 'person_id']).doNothing())
    .returning('person_id')
    .executeTakeFirst();
  if (!added) throw new ShopbellError('CONFLICT', { reason: 'this person is a member already' });
  await ctx.record(personAdded, { person, role }, person);
}

/** The role of a member, with every owner's row locked until the commit. Throws NOT_FOUND. */
export async function lockMember(ctx: Ctx, person: string): Promise<PersonRole> {
  const rows = await registryTables(ctx.db).selectFrom('memberships').selectAll().orderBy('person_id').forUpdate().execute();
  const row = rows.find((member) => member.person_id === person);
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'person' });
  return row.role;
}

/** Throws LAST_OWNER when no owner but this person is left. Call after lockMember. */
export async function requireOtherOwner(ctx: Ctx, person: string): Promise<void> {
  const other = await registryTables(ctx.db)
    .selectFrom('memberships')
    .select('person_id')
    .where('role', '=', 'owner')
    .where('person_id', '!=', person)
    .executeTakeFirst();
  if (!other) throw new ShopbellError('LAST_OWNER');
}
