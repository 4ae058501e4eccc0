import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { workClosed, workPlanned } from '../events.ts';
import { isHint } from '../kinds/kinds.ts';
import { nextWork, type Repeats } from '../next-work.ts';
import { plannedTables, shopsAtWork } from '../planned-work.ts';
import { watchTables } from '../store.ts';
import { tellAgain } from '../tell-again.ts';

/**
 * Ends planned work: that of an id, or all whose time is over. What is down then, or comes and goes, was excused until now, and is told, unless
 * other work on the shop goes on. What repeats is planned anew, unless it is `forGood`. Work that is ended already is left alone.
 */
export const closeWork = defineVerb({
  name: 'watch.close-work',
  permission: 'operate',
  effect: 'writes',
  input: z.object({ work: idShape('work').nullable(), forGood: z.boolean().default(false) }),
  run: async (ctx, { work, forGood }) => {
    const ended = await plannedTables(ctx.db)
      .updateTable('watch_planned_work')
      .set({ closed_at: ctx.now })
      .where('closed_at', 'is', null)
      .where((where) => (work === null ? where('ends_at', '<=', ctx.now) : where('work_id', '=', work)))
      .returningAll()
      .execute();
    if (ended.length === 0) return asUnchanged({ closed: 0 });
    for (const one of ended) {
      await ctx.record(workClosed, { work: one.work_id, shop: one.shop_id }, one.work_id);
      if (!forGood) await planAgain(ctx, one);
    }
    const atWork = await shopsAtWork(ctx.db, ctx.now);
    // Work that had not begun excused nothing.
    const begun = ended.filter((one) => one.begins_at <= ctx.now && !atWork.has(one.shop_id));
    const shops = [...new Set(begun.map((one) => one.shop_id))];
    if (shops.length === 0) return { closed: ended.length };
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

interface Ended {
  readonly shop_id: ShopId;
  readonly begins_at: Date;
  readonly ends_at: Date;
  readonly why: string;
  readonly repeats: Repeats | null;
  readonly wall_minutes: number | null;
}

/** The next time of work that repeats: never one that would begin before this one's end. */
async function planAgain(ctx: Ctx, { shop_id: shop, begins_at, ends_at, why, repeats, wall_minutes }: Ended): Promise<void> {
  if (repeats === null || wall_minutes === null) return;
  const { timeZone } = await findShop(ctx.db, shop);
  const { from, to } = nextWork({ from: begins_at, to: ends_at, repeats, wallMinutes: wall_minutes }, ctx.now, timeZone);
  const work = ctx.newId('work');
  await plannedTables(ctx.db)
    .insertInto('watch_planned_work')
    .values({
      ...{ org_id: ctx.org, work_id: work, shop_id: shop, begins_at: from, ends_at: to, why, closed_at: null },
      ...{ repeats, wall_minutes },
    })
    .execute();
  await ctx.record(workPlanned, { work, shop, from: from.toISOString(), to: to.toISOString(), why, repeats }, work);
}
