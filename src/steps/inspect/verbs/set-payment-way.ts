import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { settingsChanged } from '../events.ts';
import { paysByKinds } from '../inventory/payment-rules.ts';
import { inspectTables } from '../store.ts';

/** Keeps how card data reaches the payment service, which decides what the card schemes ask for. Throws NOT_FOUND. */
export const setPaymentWay = defineVerb({
  name: 'inspect.set-payment-way',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), paysBy: z.enum(paysByKinds), pspConfirmed: z.boolean().default(false) }),
  run: async (ctx, { shop, paysBy, pspConfirmed }) => {
    await findShop(ctx.db, shop);
    const said = { pays_by: paysBy, psp_confirmed: pspConfirmed };
    await inspectTables(ctx.db)
      .insertInto('inspect_settings')
      .values({ org_id: ctx.org, shop_id: shop, ...said })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(said))
      .execute();
    await ctx.record(settingsChanged, { shop, changed: ['pays-by'] }, shop);
    return { paysBy, pspConfirmed };
  },
});
