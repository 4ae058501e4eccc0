import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { settingsChanged } from '../events.ts';
import { inspectTables } from '../store.ts';

/** Keeps the Playwright file that leads to the payment page; an empty one goes there as customers do. Throws NOT_FOUND, JOURNEY_INVALID. */
export const setJourney = defineVerb({
  name: 'inspect.set-journey',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), file: z.string().max(200_000) }),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const journey = input.file.trim() === '' ? null : input.file;
    const tests = journey === null ? [] : await ctx.house.journeys.read(journey, 'journey');
    await inspectTables(ctx.db)
      .insertInto('inspect_settings')
      .values({ org_id: ctx.org, shop_id: input.shop, journey })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet({ journey }))
      .execute();
    await ctx.record(settingsChanged, { shop: input.shop, changed: ['journey'] }, input.shop);
    return { tests };
  },
});
