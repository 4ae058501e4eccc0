import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { nightOver } from '../events.ts';
import { inspectTables } from '../store.ts';

/** Closes a night: what was not reached is noted with why, and told once. */
export const closeNight = defineVerb({
  name: 'inspect.close-night',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ night: z.iso.date() }),
  run: async (ctx, { night }) => {
    const missed = await inspectTables(ctx.db)
      .updateTable('inspect_nights')
      .set((eb) => ({
        missed_at: ctx.now,
        reason: eb
          .case()
          .when('run_id', 'is not', null)
          .then('it was begun and did not come to its end')
          .else('its turn did not come before the night was over')
          .end(),
      }))
      .where('org_id', '=', ctx.org)
      .where('night', '=', night)
      .where('finished_at', 'is', null)
      .where('missed_at', 'is', null)
      .returning('shop_id')
      .execute();
    if (missed.length === 0) return asUnchanged({ missed: 0 });
    const all = await inspectTables(ctx.db)
      .selectFrom('inspect_nights')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('org_id', '=', ctx.org)
      .where('night', '=', night)
      .executeTakeFirstOrThrow();
    await ctx.record(nightOver, { night, shops: Number(all.count), missed: missed.map(({ shop_id }) => shop_id) });
    return { missed: missed.length };
  },
});
