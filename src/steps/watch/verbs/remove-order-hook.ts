import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { orderHookRemoved } from '../events.ts';
import { orderTables } from '../orders/store.ts';

/** Forgets a provider's address and secret: what it sends from then on is refused. Throws NOT_FOUND. */
export const removeOrderHook = defineVerb({
  name: 'watch.remove-order-hook',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ hook: idShape('hook') }),
  run: async (ctx, { hook }) => {
    const gone = await orderTables(ctx.db)
      .deleteFrom('watch_order_hooks')
      .where('hook_id', '=', hook)
      .returning(['shop_id', 'provider'])
      .executeTakeFirst();
    if (gone === undefined) throw new ShopbellError('NOT_FOUND', { what: 'hook' });
    await ctx.record(orderHookRemoved, { hook, shop: gone.shop_id, provider: gone.provider }, hook);
    return {};
  },
});
