import { z } from 'zod';
import { readPeople, changePassword as storePassword } from '#engines/identity/people.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { passwordChanged } from '../events.ts';

/** Changes one's own password and ends one's other sessions. Throws SIGN_IN_REFUSED, PASSWORD_WEAK. */
export const changePassword = defineVerb({
  name: 'registry.change-password',
  permission: 'look',
  effect: 'writes',
  input: z.object({ current: z.string().max(1_000), next: z.string().max(1_000), keepSession: z.string() }),
  run: async (ctx, { current, next, keepSession }) => {
    const [person] = await readPeople(ctx.db, [ctx.actor.id]);
    if (!person) throw new ShopbellError('NOT_FOUND', { what: 'person' });
    await storePassword(ctx.db, { person, current, next, keepSession, now: ctx.now });
    await ctx.record(passwordChanged, { person: person.id }, person.id);
    return { person: person.id };
  },
});
