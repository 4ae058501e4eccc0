import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { DAY } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { workPlanned } from '../events.ts';
import { plannedTables } from '../planned-work.ts';

const LONGEST = 7 * DAY;

/** Announces work on a shop: what goes down meanwhile is noted and wakes nobody. What is still down at its end does. Throws NOT_FOUND. */
export const planWork = defineVerb({
  name: 'watch.plan-work',
  permission: 'operate',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), from: z.date(), to: z.date(), why: z.string().trim().min(1).max(300) }),
  run: async (ctx, { shop, from, to, why }) => {
    await findShop(ctx.db, shop);
    if (to <= from || to <= ctx.now) throw new ShopbellError('INPUT_INVALID', { reason: 'to: must be later than from, and than now' });
    if (to.getTime() - from.getTime() > LONGEST) throw new ShopbellError('INPUT_INVALID', { reason: 'to: work lasts at most seven days' });
    const work = ctx.newId('work');
    await plannedTables(ctx.db)
      .insertInto('watch_planned_work')
      .values({ org_id: ctx.org, work_id: work, shop_id: shop, begins_at: from, ends_at: to, why, closed_at: null })
      .execute();
    await ctx.record(workPlanned, { work, shop, from: from.toISOString(), to: to.toISOString(), why }, work);
    return { work };
  },
});
