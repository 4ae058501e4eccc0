import { z } from 'zod';
import { deletePerson } from '#engines/identity/people.ts';
import { withIdentity } from '#engines/identity/tables.ts';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { personRemoved } from '../events.ts';
import { lockMember, requireOtherOwner } from '../members.ts';
import { type RegistryTables, registryTables } from '../tables.ts';

/** Ends a membership at once; a person without any other organisation is deleted with sessions and keys. Throws NOT_FOUND, LAST_OWNER. */
export const removePerson = defineVerb({
  name: 'registry.remove-person',
  permission: 'manage-people',
  effect: 'writes',
  input: z.object({ person: idShape('per') }),
  run: async (ctx, { person }) => {
    const role = await lockMember(ctx, person);
    if (role === 'owner') await requireOtherOwner(ctx, person);
    await registryTables(ctx.db).deleteFrom('memberships').where('person_id', '=', person).execute();
    const elsewhere = await withIdentity(ctx.db, (tables) =>
      tables.withTables<RegistryTables>().selectFrom('memberships').select('org_id').where('person_id', '=', person).executeTakeFirst(),
    );
    if (!elsewhere) await deletePerson(ctx.db, person);
    await ctx.record(personRemoved, { person }, person);
    return { person };
  },
});
