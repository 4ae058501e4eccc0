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
    const done = await orderTables(ctx.db).deleteFrom('watch_order_hooks').where('hook_id', '=', hook).executeTakeFirst();
    if (done.numDeletedRows === 0n) throw new ShopbellError('NOT_FOUND', { what: 'hook' });
    await ctx.record(orderHookRemoved, { hook }, hook);
    return {};
  },
});
