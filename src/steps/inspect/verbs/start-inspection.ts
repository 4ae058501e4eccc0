import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { runStarted } from '../events.ts';
import { isControlled } from '../is-controlled.ts';
import { inspectTables, readSettings } from '../store.ts';

export const RUN_JOB = 'inspect.run';

/** Notes a new inspection of a shop and queues it. Throws NOT_FOUND. */
export const startInspection = defineVerb({
  name: 'inspect.start-inspection',
  permission: 'operate',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), queue: z.boolean().default(true) }),
  run: async (ctx, input) => {
    const shop = await findShop(ctx.db, input.shop);
    const settings = await readSettings(ctx.db, ctx.org, shop.id);
    const run = ctx.newId('run');
    const depth = isControlled(shop, settings) ? 'owner' : 'visitor';
    await inspectTables(ctx.db)
      .insertInto('inspect_runs')
      .values({ org_id: ctx.org, run_id: run, shop_id: shop.id, url: shop.url, depth, started_at: ctx.now })
      .execute();
    await ctx.record(runStarted, { run, shop: shop.id, url: shop.url }, shop.id);
    // The worker finds the run only after this transaction has ended; should it be quicker, it tries again.
    const work = { org: ctx.org, run };
    if (input.queue) await ctx.house.jobs.send(RUN_JOB, work, { at: addMs(ctx.now, 300), key: run });
    return { run };
  },
});
