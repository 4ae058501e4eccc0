import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { secondFactorChanged, signedIn, signedOut } from '../events.ts';

/** Writes down that the actor signed in or out, or changed a second factor: what identity did, in the organisation's ledger. */
export const noteAccess = defineVerb({
  name: 'registry.note-access',
  permission: 'look',
  effect: 'writes',
  input: z.discriminatedUnion('what', [
    z.object({ what: z.literal('signed-in') }),
    z.object({ what: z.literal('signed-out') }),
    z.object({ what: z.literal('second-factor'), ...secondFactorChanged.payload.omit({ person: true }).shape }),
  ]),
  run: async (ctx, input) => {
    const person = ctx.actor.id;
    if (input.what === 'signed-in') await ctx.record(signedIn, { person }, person);
    else if (input.what === 'signed-out') await ctx.record(signedOut, { person }, person);
    else await ctx.record(secondFactorChanged, { person, factor: input.factor, change: input.change }, person);
  },
});
