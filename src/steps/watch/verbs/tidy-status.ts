import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { statusUnsubscribed } from '../events.ts';
import { forgetSubscribers } from '../status/forget-subscribers.ts';
import { statusTables } from '../status/store.ts';

const KEEP_MAILS_MS = 30 * DAY;
const KEEP_SPANS_MS = 100 * DAY;

/** Deletes addresses that nobody confirmed in time, and what no page shows any more. */
export const tidyStatus = defineVerb({
  name: 'watch.tidy-status',
  permission: 'machine',
  effect: 'writes',
  input: z.object({}),
  run: async (ctx) => {
    const tables = statusTables(ctx.db);
    const expired = await tables
      .selectFrom('watch_status_subscribers')
      .select(['subscriber_id', 'shop_id'])
      .where('confirmed_at', 'is', null)
      .where('expires_at', '<=', ctx.now)
      .limit(1_000)
      .forUpdate()
      .skipLocked()
      .execute();
    await forgetSubscribers(
      ctx.db,
      expired.map((row) => row.subscriber_id),
    );
    for (const [shop, own] of Map.groupBy(expired, (row) => row.shop_id))
      await ctx.record(statusUnsubscribed, { shop, why: 'expired', subscribers: own.length }, shop);
    await tables
      .deleteFrom('watch_status_mails')
      .where('queued_at', '<', addMs(ctx.now, -KEEP_MAILS_MS))
      .where('state', 'in', ['sent', 'failed', 'unknown'])
      .execute();
    await tables.deleteFrom('watch_status_spans').where('ends_at', '<', addMs(ctx.now, -KEEP_SPANS_MS)).execute();
    return expired.length === 0 ? asUnchanged({ expired: 0 }) : { expired: expired.length };
  },
});
