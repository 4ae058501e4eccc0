import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { checkRemoved } from '../events.ts';
import { watchTables } from '../store.ts';

/** Removes a check; its measurements stay. Throws NOT_FOUND. */
export const removeCheck = defineVerb({
  name: 'watch.remove-check',
  permission: 'set-checks',
  effect: 'writes',
  input: z.object({ check: idShape('chk') }),
  run: async (ctx, input) => {
    const done = await watchTables(ctx.db)
      .updateTable('watch_checks')
      .set({ removed_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('check_id', '=', input.check)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new ShopbellError('NOT_FOUND', { what: 'check' });
    await ctx.record(checkRemoved, { check: input.check }, input.check);
    return { removed: input.check };
  },
});
