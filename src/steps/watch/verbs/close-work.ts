import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { workClosed } from '../events.ts';
import { isHint } from '../kinds/kinds.ts';
import { plannedTables } from '../planned-work.ts';
import { watchTables } from '../store.ts';
import { tellAgain } from '../tell-again.ts';

/**
 * Ends planned work: that of an id, or all whose time is over. What is down then, or comes and goes, was excused until now, and is told. Work that is
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
    const wrong = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .select([
        'check_id',
        'shop_id',
        'name',
        'state',
        'reason',
        'severity',
        'target',
        'flapping_since',
        'flapping_changes',
        'flapping_minutes',
      ])
      .where('shop_id', 'in', shops)
      .where((where) => where.or([where('state', '=', 'down'), where('flapping_since', 'is not', null)]))
      .where('behind', 'is', null)
      .where('paused', '=', false)
      .where('removed_at', 'is', null)
      .orderBy('check_id')
      .execute();
    for (const row of wrong) if (!isHint(row.target)) await tellAgain(ctx, row);
    return { closed: ended.length };
  },
});
