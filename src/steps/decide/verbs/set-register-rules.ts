import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { registerRulesSet } from '../events.ts';
import { LEAST_MONTHS, MOST_MONTHS, readRules } from '../register/rules.ts';
import { decideTables } from '../store.ts';

const words = `must be a whole number of months from ${LEAST_MONTHS} to ${MOST_MONTHS}`;

/** Sets how long entries of the register are kept after their case was closed, and who may read it. It holds for entries that are there, too. */
export const setRegisterRules = defineVerb({
  name: 'decide.set-register-rules',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ keepMonths: z.int(words).min(LEAST_MONTHS, words).max(MOST_MONTHS, words), readers: z.enum(['everybody', 'privacy']) }),
  run: async (ctx, { keepMonths, readers }) => {
    const before = await readRules(ctx.db);
    if (before.keepMonths === keepMonths && before.readers === readers) return asUnchanged({ keepMonths, readers });
    const row = { keep_months: keepMonths, readers, set_by: ctx.actor.id, set_at: ctx.now };
    await decideTables(ctx.db)
      .insertInto('register_rules')
      .values({ org_id: ctx.org, ...row })
      .onConflict((conflict) => conflict.column('org_id').doUpdateSet(row))
      .execute();
    await ctx.record(registerRulesSet, { keepMonths, readers, before });
    return { keepMonths, readers };
  },
});
