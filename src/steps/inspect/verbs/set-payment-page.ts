import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { settingsChanged } from '../events.ts';
import { inspectTables } from '../store.ts';

/** Names the page on which customers pay, as a path of the shop; empty looks for it on the home page. */
export const setPaymentPage = defineVerb({
  name: 'inspect.set-payment-page',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), path: z.union([z.string().regex(/^\/\S{0,300}$/), z.literal('')]) }),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const payment_page = input.path === '' ? null : input.path;
    await inspectTables(ctx.db)
      .insertInto('inspect_settings')
      .values({ org_id: ctx.org, shop_id: input.shop, payment_page })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet({ payment_page }))
      .execute();
    await ctx.record(settingsChanged, { shop: input.shop, changed: ['payment-page'] }, input.shop);
    return { path: payment_page };
  },
});
