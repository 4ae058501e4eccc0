import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { invitationWithdrawn } from '../events.ts';
import { registryTables } from '../tables.ts';

/** Ends an open invitation. Throws NOT_FOUND. */
export const withdrawInvitation = defineVerb({
  name: 'registry.withdraw-invitation',
  permission: 'manage-people',
  effect: 'writes',
  input: z.object({ invitation: idShape('inv') }),
  run: async (ctx, { invitation }) => {
    const row = await registryTables(ctx.db)
      .updateTable('invitations')
      .set({ ended_at: ctx.now })
      .where('invitation_id', '=', invitation)
      .where('ended_at', 'is', null)
      .returning('invitation_id')
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'invitation' });
    await ctx.record(invitationWithdrawn, { invitation }, invitation);
    return { invitation };
  },
});
