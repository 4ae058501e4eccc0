import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';

const result = z.object({
  subscriber: idShape('sub'),
  about: z.string(),
  /** `again`: the server did not take it, and will be asked again at `dueAt`. `failed`: it never will be. */
  outcome: z.enum(['sent', 'again', 'failed']),
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
    const rows = deliveries.map((one) => ({
      ...{ subscriber: one.subscriber, about: one.about, response: one.response, due: one.dueAt },
      state: one.outcome === 'again' ? 'queued' : one.outcome,
    }));
    await sql`
      update watch_status_mails m set state = r.state, response = r.response, leased_until = null, due_at = coalesce(r.due, m.due_at)
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(subscriber text, about text, state text, response text, due timestamptz)
      where m.org_id = ${ctx.org} and m.subscriber_id = r.subscriber and m.about = r.about`.execute(ctx.db);
    return asUnchanged({ recorded: deliveries.length });
  },
});
