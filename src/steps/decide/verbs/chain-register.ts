import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { registerChained } from '../events.ts';
import { chainEntries, lockRegister } from '../register/chain-entries.ts';

/** Links entries of the register that were written before it had a chain. Their content is proven from now on, not from when they were written. */
export const chainRegister = defineVerb({
  name: 'decide.chain-register',
  permission: 'machine',
  effect: 'writes',
  input: z.object({}),
  run: async (ctx) => {
    await lockRegister(ctx);
    const links = await chainEntries(ctx);
    const last = links.at(-1);
    if (!last) return asUnchanged({ linked: 0 });
    await ctx.record(registerChained, { entries: links.length, seq: Number(last.seq), hash: last.hash });
    return { linked: links.length };
  },
});
