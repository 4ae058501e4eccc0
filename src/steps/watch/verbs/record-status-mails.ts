import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { statusUnsubscribed } from '../events.ts';
import { forgetSubscribers } from '../status/forget-subscribers.ts';
import { type SubscriberId, statusTables } from '../status/store.ts';

const result = z.object({
  subscriber: idShape('sub'),
  about: z.string(),
  /** `again`: the server did not take it, and will be asked again at `dueAt`. `failed`: it never will be. `gone`: nobody hears there any more. */
  outcome: z.enum(['sent', 'again', 'failed', 'gone']),
  response: z.string(),
  dueAt: z.date().nullable(),
});

export type StatusDelivery = z.input<typeof result>;

/** Writes down what the mail server said of some mails to subscribers. That they were to be sent stands in the ledger already. */
export const recordStatusMails = defineVerb({
  name: 'watch.record-status-mails',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ deliveries: z.array(result) }),
  run: async (ctx, { deliveries }) => {
    const gone = deliveries.filter(({ outcome }) => outcome === 'gone').map(({ subscriber }) => subscriber);
    const left = await forgetGone(ctx, gone);
    const stay = deliveries.filter(({ outcome }) => outcome !== 'gone');
    const rows = stay.map((one) => ({
      ...{ subscriber: one.subscriber, about: one.about, response: one.response, due: one.dueAt },
      state: one.outcome === 'again' ? 'queued' : one.outcome,
    }));
    await sql`
      update watch_status_mails m set state = r.state, response = r.response, leased_until = null, due_at = coalesce(r.due, m.due_at)
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(subscriber text, about text, state text, response text, due timestamptz)
      where m.org_id = ${ctx.org} and m.subscriber_id = r.subscriber and m.about = r.about`.execute(ctx.db);
    const result = { recorded: deliveries.length };
    return left > 0 ? result : asUnchanged(result);
  },
});

/** Deletes browsers of which their push service says that they hear no more. */
async function forgetGone(ctx: Ctx, gone: readonly SubscriberId[]): Promise<number> {
  if (gone.length === 0) return 0;
  const rows = await statusTables(ctx.db)
    .selectFrom('watch_status_subscribers')
    .select(['subscriber_id', 'shop_id'])
    .where('subscriber_id', 'in', gone)
    .forUpdate()
    .execute();
  const known = rows.map((row) => row.subscriber_id);
  await forgetSubscribers(ctx.db, known);
  for (const [shop, own] of Map.groupBy(rows, (row) => row.shop_id))
    await ctx.record(statusUnsubscribed, { shop, why: 'gone', subscribers: own.length }, shop);
  return rows.length;
}
