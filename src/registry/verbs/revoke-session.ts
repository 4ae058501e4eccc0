import { z } from 'zod';
import { endSessions } from '#engines/identity/people.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { may } from '#kernel/permissions.ts';
import { idShape } from '#kernel/shapes.ts';
import { sessionRevoked } from '../events.ts';
import { lockMember } from '../members.ts';

/** Ends a session of one's own, or of a member when one manages people. Throws NOT_FOUND, NOT_ALLOWED. */
export const revokeSession = defineVerb({
  name: 'registry.revoke-session',
  permission: 'look',
  effect: 'writes',
  input: z.object({ person: idShape('per'), session: z.string().min(1).max(200) }),
  run: async (ctx, { person, session }) => {
    if (person !== ctx.actor.id && !may(ctx.actor.role, 'manage-people')) {
      throw new ShopbellError('NOT_ALLOWED', { permission: 'manage-people' });
    }
    await lockMember(ctx, person);
    const ended = await endSessions(ctx.db, person, session);
    if (ended === 0) throw new ShopbellError('NOT_FOUND', { what: 'session' });
    await ctx.record(sessionRevoked, { person }, person);
    return { ended };
  },
});
