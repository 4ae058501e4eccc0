import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { orderFeedAdded } from '../events.ts';
import { sql as sqlKind } from '../kinds/sql.ts';
import { firstReach } from '../orders/feeds/ask-feed.ts';
import { feedTables } from '../orders/feeds/store.ts';
import { withSince } from '../orders/feeds/with-since.ts';
import { orderSystems } from '../orders/order-words.ts';

/** Lets a database be asked for orders every few minutes; its password is sealed. Throws NOT_FOUND, INPUT_INVALID. */
export const addOrderFeed = defineVerb({
  name: 'watch.add-order-feed',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    toldBy: z.enum(orderSystems),
    name: z.string().trim().min(1).max(120),
    url: sqlKind.shape.shape.url,
    password: z.string().max(1_000),
    query: sqlKind.shape.shape.query,
    /** Of times that name none; the shop's own unless told. */
    timeZone: z.string().max(60).refine(isZone, 'must be like Europe/Warsaw').optional(),
    everyMinutes: z.int().min(1).max(1_440).default(5),
  }),
  run: async (ctx, { shop, toldBy, name, url, password, query, everyMinutes, ...more }) => {
    const { timeZone } = await findShop(ctx.db, shop);
    if (withSince(query, url) === null)
      throw new ShopbellError('INPUT_INVALID', {
        reason: 'query: must ask only for what changed after :since, such as where updated_at >= :since',
      });
    if (url.includes('{{password}}') !== (password !== ''))
      throw new ShopbellError('INPUT_INVALID', { reason: 'password: give it here, and write {{password}} in its place in the address' });
    const feed = ctx.newId('feed');
    await feedTables(ctx.db)
      .insertInto('watch_order_feeds')
      .values({
        ...{ org_id: ctx.org, feed_id: feed, shop_id: shop, told_by: toldBy, name, url, query, time_zone: more.timeZone ?? timeZone },
        ...{ every_minutes: everyMinutes, added_at: ctx.now, since: addMs(ctx.now, -firstReach), asked_at: null },
        ...{ lease_by: null, lease_until: null, password: password === '' ? null : ctx.house.secrets.seal(ctx.org, password) },
      })
      .execute();
    await ctx.record(orderFeedAdded, { feed, shop, toldBy, name }, feed);
    return { feed };
  },
});

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
