import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { statusUnsubscribed } from '../events.ts';
import { forgetSubscribers } from '../status/forget-subscribers.ts';
import { statusTables } from '../status/store.ts';
import { hashOfSubscriberToken } from '../status/subscriber-tokens.ts';

/** Somebody wants no more news: their address and what waits for it are deleted at once. A link that was used before is no error. */
export const leaveStatusNews = defineVerb({
  name: 'watch.leave-status-news',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ token: z.string().max(120) }),
  run: async (ctx, { token }) => {
    const row = await statusTables(ctx.db)
      .selectFrom('watch_status_subscribers')
      .select(['subscriber_id', 'shop_id'])
      .where('leave_hash', '=', hashOfSubscriberToken(ctx.house.secrets, ctx.org, token))
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return asUnchanged({ left: 0 });
    await forgetSubscribers(ctx.db, [row.subscriber_id]);
    await ctx.record(statusUnsubscribed, { shop: row.shop_id, why: 'left', subscribers: 1 }, row.subscriber_id);
    return { left: 1 };
  },
});
