import { z } from 'zod';
import { deletePasskey } from '#engines/identity/people.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { secondFactorChanged } from '../events.ts';

/** Removes a passkey of one's own. Throws NOT_FOUND. */
export const removePasskey = defineVerb({
  name: 'registry.remove-passkey',
  permission: 'look',
  effect: 'writes',
  input: z.object({ passkey: z.string().min(1).max(200) }),
  run: async (ctx, { passkey }) => {
    const person = ctx.actor.id;
    if (!isId('per', person) || !(await deletePasskey(ctx.db, person, passkey))) throw new ShopbellError('NOT_FOUND', { what: 'passkey' });
    await ctx.record(secondFactorChanged, { person, factor: 'passkey', change: 'removed' }, person);
    return { passkey };
  },
});
