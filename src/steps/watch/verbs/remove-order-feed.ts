import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { orderFeedRemoved } from '../events.ts';
import { feedTables } from '../orders/feeds/store.ts';

/** Forgets a database and its password; what it told stays. Throws NOT_FOUND. */
export const removeOrderFeed = defineVerb({
  name: 'watch.remove-order-feed',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ feed: idShape('feed') }),
  run: async (ctx, { feed }) => {
    const gone = await feedTables(ctx.db)
      .deleteFrom('watch_order_feeds')
      .where('feed_id', '=', feed)
      .returning(['shop_id', 'name'])
      .executeTakeFirst();
    if (gone === undefined) throw new ShopbellError('NOT_FOUND', { what: 'feed' });
    await ctx.record(orderFeedRemoved, { feed, shop: gone.shop_id, name: gone.name }, feed);
    return {};
  },
});
