import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { checkPaused } from '../events.ts';
import { watchTables } from '../store.ts';

/** Stops looking, or goes on. While paused the state is unknown: nobody looks. Throws NOT_FOUND. */
export const pauseCheck = defineVerb({
  name: 'watch.pause-check',
  permission: 'operate',
  effect: 'writes',
  input: z.object({ check: idShape('chk'), paused: z.boolean() }),
  run: async (ctx, input) => {
    const row = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .select(['paused'])
      .where('org_id', '=', ctx.org)
      .where('check_id', '=', input.check)
      .where('removed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'check' });
    if (row.paused === input.paused) return asUnchanged({ paused: row.paused });
    await watchTables(ctx.db)
      .updateTable('watch_checks')
      .set({ paused: input.paused, ...(input.paused ? { state: 'unknown', since: ctx.now, reason: 'paused', flapping_since: null } : {}) })
      .where('org_id', '=', ctx.org)
      .where('check_id', '=', input.check)
      .execute();
    await ctx.record(checkPaused, { check: input.check, paused: input.paused }, input.check);
    return { paused: input.paused };
  },
});
