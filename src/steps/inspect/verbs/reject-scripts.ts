import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { scriptsRejected } from '../events.ts';
import { type Item, itemShape, reasonShape } from '../inventory/item-shape.ts';
import { saveRejected } from '../inventory/save-decision.ts';

/** A person says that scripts or hosts must not be on the payment page: each that is there is a serious finding. Throws NOT_FOUND. */
export const rejectScripts = defineVerb({
  name: 'inspect.reject-scripts',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), items: z.array(itemShape).min(1).max(2_000), reason: reasonShape }),
  run: async (ctx, { shop, items, reason }) => {
    await findShop(ctx.db, shop);
    const done: Item[] = [];
    for (const item of items) if (await saveRejected(ctx, shop, item, reason)) done.push(item);
    if (done.length === 0) return asUnchanged({ rejected: 0 });
    await ctx.record(scriptsRejected, { shop, items: done.slice(0, 500), reason }, shop);
    return { rejected: done.length };
  },
});
