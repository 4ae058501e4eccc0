import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { orderHookAdded } from '../events.ts';
import { adapters, hookProviders } from '../orders/hooks/adapters.ts';
import { orderTables } from '../orders/store.ts';
import { hashOfToken } from './add-check.ts';

/**
 * Lets a payment provider send its messages: makes their address, once (only its hash is kept), and seals the provider's signing secret.
 * Throws NOT_FOUND.
 */
export const addOrderHook = defineVerb({
  name: 'watch.add-order-hook',
  permission: 'configure',
  effect: 'writes',
  input: z
    .object({ shop: idShape('shop'), provider: z.enum(hookProviders), secret: z.string().trim().max(500).default('') })
    .refine(({ provider, secret }) => !adapters[provider].hasSecret || secret.length >= 16, {
      path: ['secret'],
      message: 'must be the signing secret that the provider shows for the endpoint',
    }),
  run: async (ctx, { shop, provider, secret }) => {
    await findShop(ctx.db, shop);
    const hook = ctx.newId('hook');
    const token = `${ctx.org}.${Buffer.from(ctx.house.random.bytes(24)).toString('base64url')}`;
    await orderTables(ctx.db)
      .insertInto('watch_order_hooks')
      .values({
        ...{ org_id: ctx.org, hook_id: hook, shop_id: shop, provider, token_hash: hashOfToken(token), added_at: ctx.now },
        ...{ secret: ctx.house.secrets.seal(ctx.org, secret), last_at: null },
      })
      .execute();
    await ctx.record(orderHookAdded, { hook, shop, provider }, hook);
    return { hook, token };
  },
});
