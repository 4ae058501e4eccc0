import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { statusUnsubscribed } from '../events.ts';
import { forgetSubscribers } from '../status/forget-subscribers.ts';
import { statusTables } from '../status/store.ts';
import { hashOfEndpoint } from '../status/subscriber-tokens.ts';

/** A browser is to hear no more: its endpoint, which only it and we know, is the proof. It is deleted at once, with what waits for it. */
export const leaveStatusPush = defineVerb({
  name: 'watch.leave-status-push',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), endpoint: z.string().max(2_000) }),
  run: async (ctx, { shop, endpoint }) => {
    const row = await statusTables(ctx.db)
      .selectFrom('watch_status_subscribers')
      .select('subscriber_id')
      .where('shop_id', '=', shop)
      .where('address_hash', '=', hashOfEndpoint(ctx.house.secrets, ctx.org, shop, endpoint))
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return asUnchanged({ left: 0 });
    await forgetSubscribers(ctx.db, [row.subscriber_id]);
    await ctx.record(statusUnsubscribed, { shop, why: 'left', subscribers: 1 }, row.subscriber_id);
    return { left: 1 };
  },
});
