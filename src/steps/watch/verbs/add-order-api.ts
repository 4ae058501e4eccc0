import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { sealSecrets, secretsShape } from '../check-secrets.ts';
import { orderFeedAdded } from '../events.ts';
import { faultOfFilledIn } from '../orders/apis/check-filled-in.ts';
import { apiNames, apiOf } from '../orders/apis/known-apis.ts';
import { firstReach } from '../orders/feeds/ask-feed.ts';
import { feedTables } from '../orders/feeds/store.ts';
import { orderSystems } from '../orders/order-words.ts';

/** Lets a system be asked over HTTP for orders every few minutes; its keys are sealed. Throws NOT_FOUND, INPUT_INVALID. */
export const addOrderApi = defineVerb({
  name: 'watch.add-order-api',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    api: z.enum(apiNames),
    name: z.string().trim().min(1).max(120),
    /** Whose system it is, where the description fits several. */
    toldBy: z.enum(orderSystems).optional(),
    settings: z.record(z.string(), z.string().trim().max(2_000)).default({}),
    secrets: secretsShape.default({}),
    everyMinutes: z.int().min(1).max(1_440).optional(),
  }),
  run: async (ctx, { shop, api: chosen, name, settings, secrets, ...more }) => {
    const { timeZone, allowPrivate } = await findShop(ctx.db, shop);
    const api = apiOf(chosen);
    const fault = faultOfFilledIn(api, settings, secrets, { allowPrivate });
    if (fault !== '') throw new ShopbellError('INPUT_INVALID', { reason: fault });
    const isGeneral = api.settings.some((one) => one.name === 'signIn');
    const toldBy = (isGeneral ? more.toldBy : undefined) ?? api['told-by'];
    const feed = ctx.newId('feed');
    await feedTables(ctx.db)
      .insertInto('watch_order_feeds')
      .values({
        ...{ org_id: ctx.org, feed_id: feed, shop_id: shop, told_by: toldBy, name, url: '', query: '', password: null },
        ...{ time_zone: timeZone, every_minutes: more.everyMinutes ?? api['every-minutes'], added_at: ctx.now },
        ...{ since: addMs(ctx.now, -firstReach), asked_at: null, lease_by: null, lease_until: null },
        ...{ api: chosen, settings: JSON.stringify(settings), secrets: sealSecrets(ctx.house, ctx.org, secrets) },
      })
      .execute();
    await ctx.record(orderFeedAdded, { feed, shop, toldBy, name }, feed);
    return { feed };
  },
});
