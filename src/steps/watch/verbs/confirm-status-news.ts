import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { statusSubscribed } from '../events.ts';
import { statusTables } from '../status/store.ts';
import { hashOfSubscriberToken } from '../status/subscriber-tokens.ts';

/** Somebody pressed the button that their mail leads to: from now on they get news. Of a link that is wrong or too old it says so. */
export const confirmStatusNews = defineVerb({
  name: 'watch.confirm-status-news',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ token: z.string().max(120) }),
  run: async (ctx, { token }) => {
    const tables = statusTables(ctx.db);
    const row = await tables
      .selectFrom('watch_status_subscribers')
      .select(['subscriber_id', 'shop_id', 'confirmed_at', 'expires_at'])
      .where('confirm_hash', '=', hashOfSubscriberToken(ctx.house.secrets, ctx.org, token))
      .forUpdate()
      .executeTakeFirst();
    if (row?.confirmed_at) return asUnchanged({ isConfirmed: true });
    if (!row?.expires_at || row.expires_at <= ctx.now) return asUnchanged({ isConfirmed: false });
    await tables
      .updateTable('watch_status_subscribers')
      .set({ confirmed_at: ctx.now, expires_at: null })
      .where('subscriber_id', '=', row.subscriber_id)
      .execute();
    await ctx.record(statusSubscribed, { subscriber: row.subscriber_id, shop: row.shop_id }, row.subscriber_id);
    return { isConfirmed: true };
  },
});
