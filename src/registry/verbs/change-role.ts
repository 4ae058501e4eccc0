import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { roleChanged } from '../events.ts';
import { lockMember, requireOtherOwner } from '../members.ts';
import { registryTables } from '../tables.ts';
import { personRoles } from '../types.ts';

/** Gives a member another role. Throws NOT_FOUND, LAST_OWNER. */
export const changeRole = defineVerb({
  name: 'registry.change-role',
  permission: 'manage-people',
  effect: 'writes',
  input: z.object({ person: idShape('per'), role: z.enum(personRoles) }),
  run: async (ctx, { person, role }) => {
    const from = await lockMember(ctx, person);
    if (from === role) return asUnchanged({ person });
    if (from === 'owner') await requireOtherOwner(ctx, person);
    await registryTables(ctx.db).updateTable('memberships').set({ role }).where('person_id', '=', person).execute();
    await ctx.record(roleChanged, { person, from, to: role }, person);
    return { person };
  },
});
