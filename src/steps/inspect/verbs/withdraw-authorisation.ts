import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { authorisationWithdrawn } from '../events.ts';
import { type Item, itemShape, reasonShape } from '../inventory/item-shape.ts';
import { saveWithdrawn } from '../inventory/save-decision.ts';

/** Takes back what was said of scripts, hosts or headers: what is still there is new again, what is gone is no longer missed. Throws NOT_FOUND. */
export const withdrawAuthorisation = defineVerb({
  name: 'inspect.withdraw-authorisation',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), items: z.array(itemShape).min(1).max(2_000), reason: reasonShape }),
  run: async (ctx, { shop, items, reason }) => {
    await findShop(ctx.db, shop);
    const done: Item[] = [];
    for (const item of items) if (await saveWithdrawn(ctx, shop, item)) done.push(item);
    if (done.length === 0) return asUnchanged({ withdrawn: 0 });
    await ctx.record(authorisationWithdrawn, { shop, items: done.slice(0, 500), reason }, shop);
    return { withdrawn: done.length };
  },
});
