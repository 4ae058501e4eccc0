import { z } from 'zod';
import { createPerson, readPeople } from '#engines/identity/people.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findInvitation, requireInvitationToken } from '../invitations.ts';
import { addMember } from '../members.ts';
import { registryTables } from '../tables.ts';

/**
 * A person with an invitation's link joins: as somebody new with a password, or as the signed-in `person` of the invited
 * address. Throws INVITATION_CLOSED, PASSWORD_WEAK, CONFLICT when the address has an account already (then sign in first).
 */
export const acceptInvitation = defineVerb({
  name: 'registry.accept-invitation',
  permission: 'machine',
  effect: 'writes',
  input: z.object({
    token: z.string().max(200),
    who: z.union([
      z.object({ person: idShape('per') }),
      z.object({ name: z.string().trim().min(1, 'must not be empty').max(200), password: z.string().max(1_000) }),
    ]),
  }),
  run: async (ctx, { token, who }) => {
    const read = requireInvitationToken(token);
    if (read.org !== ctx.org) throw new ShopbellError('INVITATION_CLOSED');
    const { invitation, role, email } = await findInvitation(ctx.house, ctx.db, read, ctx.now);
    const person = 'person' in who ? who.person : ctx.newId('per');
    if ('person' in who) {
      const known = await readPeople(ctx.db, [who.person]);
      if (known[0]?.email !== email) throw new ShopbellError('INVITATION_CLOSED');
    } else await createPerson(ctx.db, { id: person, email, ...who, now: ctx.now });
    await registryTables(ctx.db).updateTable('invitations').set({ ended_at: ctx.now }).where('invitation_id', '=', invitation).execute();
    await addMember(ctx, person, role);
    return { person, email };
  },
});
