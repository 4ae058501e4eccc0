import { z } from 'zod';
import { resetPerson } from '#engines/identity/people.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { passwordChanged, secondFactorChanged } from '../events.ts';
import { lockMember } from '../members.ts';

/**
 * For somebody who lost password or second factor, by whoever holds the machine: a new random password, no second factor, no
 * session. The next sign-in adds a second factor again. The password is in the result and nowhere else. Throws NOT_FOUND.
 */
export const rescuePerson = defineVerb({
  name: 'registry.rescue-person',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ email: z.email().max(320) }),
  run: async (ctx, { email }) => {
    const password = Buffer.from(ctx.house.random.bytes(18)).toString('base64url');
    const person = await resetPerson(ctx.db, { email, password, now: ctx.now });
    if (person === null) throw new ShopbellError('NOT_FOUND', { what: 'person' });
    await lockMember(ctx, person);
    await ctx.record(passwordChanged, { person }, person);
    await ctx.record(secondFactorChanged, { person, factor: 'totp', change: 'removed' }, person);
    return { person, password };
  },
});
