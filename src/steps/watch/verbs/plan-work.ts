import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { localTime } from '#kernel/local-time.ts';
import { idShape } from '#kernel/shapes.ts';
import { DAY } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { workPlanned } from '../events.ts';
import { repeats } from '../next-work.ts';
import { plannedTables } from '../planned-work.ts';

const LONGEST = 7 * DAY;

/**
 * Announces work on a shop, once, every day or every week by the shop's own clock: what goes down meanwhile is noted and wakes nobody. What is
 * still down at its end does. Throws NOT_FOUND.
 */
export const planWork = defineVerb({
  name: 'watch.plan-work',
  permission: 'operate',
  effect: 'writes',
  input: z.object({
    ...{ shop: idShape('shop'), from: z.date(), to: z.date(), why: z.string().trim().min(1).max(300) },
    repeats: z.enum(repeats).nullable().default(null),
  }),
  run: async (ctx, { shop, from, to, why, repeats: every }) => {
    const { timeZone } = await findShop(ctx.db, shop);
    if (to <= from || to <= ctx.now) throw new ShopbellError('INPUT_INVALID', { reason: 'to: must be later than from, and than now' });
    if (to.getTime() - from.getTime() > LONGEST) throw new ShopbellError('INPUT_INVALID', { reason: 'to: work lasts at most seven days' });
    if (every === 'day' && to.getTime() - from.getTime() > DAY)
      throw new ShopbellError('INPUT_INVALID', { reason: 'to: work of every day lasts at most a day' });
    const work = ctx.newId('work');
    const wall = every === null ? null : localTime(from.getTime(), timeZone).minutes;
    await plannedTables(ctx.db)
      .insertInto('watch_planned_work')
      .values({
        ...{ org_id: ctx.org, work_id: work, shop_id: shop, begins_at: from, ends_at: to, why, closed_at: null },
        ...{ repeats: every, wall_minutes: wall },
      })
      .execute();
    await ctx.record(
      workPlanned,
      { work, shop, from: from.toISOString(), to: to.toISOString(), why, ...(every === null ? {} : { repeats: every }) },
      work,
    );
    return { work };
  },
});
