import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { nightPlanned } from '../events.ts';
import { inspectTables } from '../store.ts';

export const NIGHT_JOB = 'inspect.night';

/** Gives shops their turns in a night and queues them; a shop that has its turn already keeps it. */
export const planNight = defineVerb({
  name: 'inspect.plan-night',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ night: z.iso.date(), turns: z.array(z.object({ shop: idShape('shop'), at: z.date() })) }),
  run: async (ctx, { night, turns }) => {
    if (turns.length === 0) return asUnchanged({ planned: 0 });
    const added = await inspectTables(ctx.db)
      .insertInto('inspect_nights')
      .values(turns.map(({ shop, at }) => ({ org_id: ctx.org, night, shop_id: shop, due_at: at })))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['shop_id', 'due_at'])
      .execute();
    if (added.length === 0) return asUnchanged({ planned: 0 });
    for (const { shop_id: shop, due_at: at } of added) {
      await ctx.house.jobs.send(NIGHT_JOB, { org: ctx.org, shop, night }, { at, key: `${night} ${shop}` });
    }
    await ctx.record(nightPlanned, { night, shops: added.length });
    return { planned: added.length };
  },
});
