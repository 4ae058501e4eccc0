import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { stateChanged } from '../events.ts';
import { isHint } from '../kinds/kinds.ts';
import { watchTables } from '../store.ts';

/** Checks that are still down although what they were behind is not down any more: they are told as down now. */
export const tellBehind = defineVerb({
  name: 'watch.tell-behind',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ checks: z.array(idShape('chk')).min(1).max(1_000) }),
  run: async (ctx, { checks }) => {
    const rows = await watchTables(ctx.db)
      .updateTable('watch_checks')
      .set({ behind: null })
      .where('org_id', '=', ctx.org)
      .where('check_id', 'in', checks)
      .where('behind', 'is not', null)
      .returning(['check_id', 'shop_id', 'name', 'state', 'reason', 'paused', 'removed_at', 'target'])
      .execute();
    const down = rows.filter((row) => row.state === 'down' && !row.paused && row.removed_at === null && !isHint(row.target));
    for (const { check_id: check, shop_id: shop, name, reason } of down)
      await ctx.record(stateChanged, { check, shop, name, from: 'down', to: 'down', reason }, check);
    return down.length === 0 ? asUnchanged({ told: 0 }) : { told: down.length };
  },
});
