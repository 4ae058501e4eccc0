import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { checkState, stateChanged } from '../events.ts';
import { watchTables } from '../store.ts';

/** Notes a confirmed change of a check's state. A check that was paused or removed in the meantime is left alone. */
export const noteState = defineVerb({
  name: 'watch.note-state',
  permission: 'machine',
  effect: 'writes',
  input: z.object({
    check: idShape('chk'),
    to: checkState,
    since: z.date(),
    reason: z.string(),
    lastAt: z.date(),
    lastMs: z.number().nullable(),
  }),
  run: async (ctx, input) => {
    const row = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .select(['state', 'name', 'shop_id'])
      .where('org_id', '=', ctx.org)
      .where('check_id', '=', input.check)
      .where('removed_at', 'is', null)
      .where('paused', '=', false)
      .forUpdate()
      .executeTakeFirst();
    if (!row || row.state === input.to) return asUnchanged({ changed: false });
    await watchTables(ctx.db)
      .updateTable('watch_checks')
      .set({ state: input.to, since: input.since, reason: input.reason, last_at: input.lastAt, last_ms: input.lastMs })
      .where('org_id', '=', ctx.org)
      .where('check_id', '=', input.check)
      .execute();
    const { name, shop_id: shop, state: from } = row;
    await ctx.record(stateChanged, { check: input.check, shop, name, from, to: input.to, reason: input.reason }, input.check);
    return { changed: true };
  },
});
