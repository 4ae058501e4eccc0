import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { promisesSet } from '../events.ts';
import { orderTables } from '../orders/store.ts';

const dayShape = z.iso.date();

/** Sets what a shop promises its customers and when it works: from then on orders are late by that. Throws NOT_FOUND. */
export const setPromises = defineVerb({
  name: 'watch.set-promises',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    /** Working days until a paid order is handed over. */
    shipDays: z.int().min(0).max(60),
    deliverDays: z.int().min(1).max(120),
    exportMinutes: z.int().min(1).max(10_080),
    /** Minutes since midnight, in the shop's own time. */
    cutOff: z.int().min(0).max(1_440),
    /** 1 is Monday, 7 Sunday. */
    workdays: z.array(z.int().min(1).max(7)).min(1).max(7),
    closed: z.array(dayShape).max(366).default([]),
  }),
  run: async (ctx, { shop, ...promises }) => {
    await findShop(ctx.db, shop);
    const { shipDays, deliverDays, exportMinutes, cutOff, workdays, closed } = promises;
    const values = {
      ...{ ship_days: shipDays, deliver_days: deliverDays, export_minutes: exportMinutes, cut_off: cutOff },
      ...{ workdays: JSON.stringify([...new Set(workdays)].sort()), closed: JSON.stringify([...new Set(closed)].sort()) },
    };
    await orderTables(ctx.db)
      .insertInto('watch_order_settings')
      .values({ org_id: ctx.org, shop_id: shop, ...values })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id']).doUpdateSet(values))
      .execute();
    await ctx.record(promisesSet, { shop, shipDays, deliverDays, exportMinutes, cutOff, workdays, closed: closed.length }, shop);
    return {};
  },
});
