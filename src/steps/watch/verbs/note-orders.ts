import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { compareSeverity } from '#kernel/outcome.ts';
import { idShape } from '#kernel/shapes.ts';
import { ordersSettled, ordersTroubled } from '../events.ts';
import type { LookResult, LookTrouble } from '../orders/look-result.ts';
import { orderTables } from '../orders/store.ts';
import { troubleInEnglish } from '../orders/trouble-in-english.ts';
import { weighTrouble } from '../orders/weigh-trouble.ts';
import { shopsAtWork } from '../planned-work.ts';

/**
 * Keeps what a look at a shop's orders came to, and tells what is new, what grew to twice as much, what became graver and what is over.
 * A look that two processes made at once tells nothing twice.
 */
export const noteOrders = defineVerb({
  name: 'watch.note-orders',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), holder: z.string(), tookMs: z.int(), result: z.custom<LookResult>() }),
  run: async (ctx, { shop, holder, tookMs, result }) => {
    const tables = orderTables(ctx.db);
    const look = await tables.selectFrom('watch_order_looks').select('lease_by').where('shop_id', '=', shop).forUpdate().executeTakeFirst();
    if (look?.lease_by !== holder) return asUnchanged({ told: 0 });
    const known = await tables.selectFrom('watch_order_troubles').selectAll().where('shop_id', '=', shop).execute();
    const before = new Map(known.map((row) => [`${row.trouble} ${row.subject}`, row]));
    const atWork = await shopsAtWork(ctx.db, ctx.now);
    let told = 0;
    for (const one of result.troubles) {
      const key = `${one.trouble} ${one.subject}`;
      const row = before.get(key);
      before.delete(key);
      // That nothing comes while somebody works on the shop is no news.
      const isQuiet = atWork.has(shop) && (one.trouble === 'silent' || one.trouble === 'low');
      const severity = isQuiet ? 'low' : weighTrouble(one);
      const isNews = row === undefined || one.orders >= 2 * Math.max(1, row.told_orders) || compareSeverity(severity, row.severity) > 0;
      const values = {
        ...{ orders: one.orders, amounts: JSON.stringify(one.amounts), since: new Date(one.since), severity },
        told_orders: isNews ? one.orders : row.told_orders,
      };
      await tables
        .insertInto('watch_order_troubles')
        .values({ org_id: ctx.org, shop_id: shop, trouble: one.trouble, subject: one.subject, noticed_at: ctx.now, ...values })
        .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'trouble', 'subject']).doUpdateSet(values))
        .execute();
      if (!isNews) continue;
      await ctx.record(ordersTroubled, { ...payloadOf(shop, one), severity }, shop);
      told += 1;
    }
    for (const { trouble, subject } of before.values()) {
      await tables
        .deleteFrom('watch_order_troubles')
        .where('shop_id', '=', shop)
        .where('trouble', '=', trouble)
        .where('subject', '=', subject)
        .execute();
      await ctx.record(ordersSettled, { shop, trouble, subject }, shop);
      told += 1;
    }
    await tables
      .updateTable('watch_order_looks')
      .set({ looked_at: ctx.now, took_ms: tookMs, result: JSON.stringify(result), lease_by: null, lease_until: null })
      .where('shop_id', '=', shop)
      .execute();
    return told === 0 ? asUnchanged({ told }) : { told };
  },
});

function payloadOf(shop: `shop_${string}`, one: LookTrouble) {
  return {
    ...{ shop, trouble: one.trouble, subject: one.subject, orders: one.orders, amounts: [...one.amounts] },
    ...{ since: new Date(one.since).toISOString(), title: troubleInEnglish(one) },
  };
}
