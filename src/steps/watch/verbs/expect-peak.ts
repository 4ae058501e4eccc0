import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { peakExpected } from '../events.ts';
import { peakTables } from '../services/forecast/store.ts';

const times = z.number().min(0.1).max(1_000).nullable().default(null);

/** Says what is expected of a shop's next peak: as a multiple of last year's, or of a usual day; `null` takes it back. Throws NOT_FOUND. */
export const expectPeak = defineVerb({
  name: 'watch.expect-peak',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), growth: times, factor: times }),
  run: async (ctx, { shop, growth, factor }) => {
    await findShop(ctx.db, shop);
    const values = { growth, factor, set_at: ctx.now };
    await peakTables(ctx.db)
      .insertInto('watch_peak_expectations')
      .values({ org_id: ctx.org, shop_id: shop, ...values })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(values))
      .execute();
    await ctx.record(peakExpected, { shop, growth, factor }, shop);
    return {};
  },
});
