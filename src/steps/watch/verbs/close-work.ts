import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { stateChanged, workClosed } from '../events.ts';
import { isHint } from '../kinds/kinds.ts';
import { plannedTables } from '../planned-work.ts';
import { watchTables } from '../store.ts';

/**
 * Ends planned work: that of an id, or all whose time is over. What is down then was excused until now, and is told as down. Work that is
 * ended already is left alone.
 */
export const closeWork = defineVerb({
  name: 'watch.close-work',
  permission: 'operate',
  effect: 'writes',
  input: z.object({ work: idShape('work').nullable() }),
  run: async (ctx, { work }) => {
    const ended = await plannedTables(ctx.db)
      .updateTable('watch_planned_work')
      .set({ closed_at: ctx.now })
      .where('closed_at', 'is', null)
      .where((where) => (work === null ? where('ends_at', '<=', ctx.now) : where('work_id', '=', work)))
      .returning(['work_id', 'shop_id'])
      .execute();
    if (ended.length === 0) return asUnchanged({ closed: 0 });
    for (const one of ended) await ctx.record(workClosed, { work: one.work_id, shop: one.shop_id }, one.work_id);
    const shops = [...new Set(ended.map((one) => one.shop_id))];
    const down = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .select(['check_id', 'shop_id', 'name', 'reason', 'target'])
      .where('shop_id', 'in', shops)
      .where('state', '=', 'down')
      .where('behind', 'is', null)
      .where('paused', '=', false)
      .where('removed_at', 'is', null)
      .orderBy('check_id')
      .execute();
    for (const { check_id: check, shop_id: shop, name, reason } of down.filter(({ target }) => !isHint(target)))
      await ctx.record(stateChanged, { check, shop, name, from: 'down', to: 'down', reason }, check);
    return { closed: ended.length };
  },
});
