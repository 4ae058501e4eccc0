import { sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { orderFeedAsked } from '../events.ts';
import { feedTables } from '../orders/feeds/store.ts';

/** Somebody wants a feed to be asked now: takes its lease for that. Throws NOT_FOUND, and INPUT_INVALID while it is being asked. */
export const askOrderFeed = defineVerb({
  name: 'watch.ask-order-feed',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ feed: idShape('feed') }),
  run: async (ctx, { feed }) => {
    const own = feedTables(ctx.db);
    const row = await own
      .selectFrom('watch_order_feeds')
      .select(['lease_until'])
      .where('feed_id', '=', feed)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'feed' });
    if (row.lease_until !== null && row.lease_until > ctx.now)
      throw new ShopbellError('INPUT_INVALID', { reason: 'it is being asked just now: look again in a minute' });
    await own
      .updateTable('watch_order_feeds')
      .set({ lease_by: ctx.actor.id, lease_until: sql`now() + interval '10 minutes'`, wait_until: null })
      .where('org_id', '=', ctx.org)
      .where('feed_id', '=', feed)
      .execute();
    await ctx.record(orderFeedAsked, { feed }, feed);
    return {};
  },
});
