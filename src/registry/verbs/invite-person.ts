import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { invitationMade } from '../events.ts';
import { writeInvitation } from '../invitation-token.ts';
import { registryTables } from '../tables.ts';
import { personRoles } from '../types.ts';

/** Invites a person by a link that works once, for seven days. The token is in the result and nowhere else. */
export const invitePerson = defineVerb({
  name: 'registry.invite-person',
  permission: 'manage-people',
  effect: 'writes',
  input: z.object({ email: z.email().max(320).toLowerCase(), role: z.enum(personRoles) }),
  run: async (ctx, { email, role }) => {
    const invitation = ctx.newId('inv');
    const { token, hash } = writeInvitation(ctx.org, invitation, ctx.house.random.bytes(32));
    await registryTables(ctx.db)
      .insertInto('invitations')
      .values({
        org_id: ctx.org,
        invitation_id: invitation,
        email: ctx.house.secrets.seal(ctx.org, email),
        role,
        hash,
        invited_by: ctx.actor.id,
        made_at: ctx.now,
        expires_at: addMs(ctx.now, 7 * DAY),
      })
      .execute();
    await ctx.record(invitationMade, { invitation, role }, invitation);
    return { invitation, token };
  },
});
