import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { NoticeId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { letterDelivered, letterFailed } from '../events.ts';
import { finishRound } from '../finish-round.ts';

const result = z.object({
  letter: idShape('ltr'),
  notice: idShape('ntc'),
  /** `sent`: the server took it. `again`: it did not, and will be asked again at `dueAt`. `failed`: it never will. */
  outcome: z.enum(['sent', 'again', 'failed']),
  response: z.string(),
  at: z.date(),
  dueAt: z.date().nullable(),
});

export type Delivery = z.input<typeof result>;

/** Writes down what the mail server said of some letters: each row and its ledger entry in one transaction; ends the round when none is left. */
export const recordDeliveries = defineVerb({
  name: 'tell.record-deliveries',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ deliveries: z.array(result) }),
  run: async (ctx, { deliveries }) => {
    if (deliveries.length > 0) await updateRows(ctx, deliveries);
    for (const [notice, own] of Map.groupBy(deliveries, (one) => one.notice)) {
      await recordResults(ctx, notice, own);
      await finishRound(ctx, notice);
    }
    return asUnchanged({ recorded: deliveries.length });
  },
});

type Result = z.output<typeof result>;

async function updateRows(ctx: Ctx, deliveries: readonly Result[]): Promise<void> {
  const rows = deliveries.map((one) => ({
    letter: one.letter,
    state: one.outcome === 'again' ? 'queued' : one.outcome,
    response: one.response,
    at: one.at,
    due: one.dueAt,
  }));
  await sql`
    update letters set state = r.state, response = r.response, at = r.at, leased_until = null, due_at = coalesce(r.due, due_at)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(letter text, state text, response text, at timestamptz, due timestamptz)
    where letters.org_id = ${ctx.org} and letters.id = r.letter`.execute(ctx.db);
}

async function recordResults(ctx: Ctx, notice: NoticeId, own: readonly Result[]): Promise<void> {
  const sent = own.filter((one) => one.outcome === 'sent').map(({ letter, response }) => ({ notice, letter, response }));
  const failed = own.filter((one) => one.outcome !== 'sent');
  if (sent.length > 0) await ctx.recordAll(letterDelivered, sent, notice);
  const reasons = failed.map(({ letter, response, outcome }) => ({ notice, letter, reason: response, final: outcome === 'failed' }));
  if (reasons.length > 0) await ctx.recordAll(letterFailed, reasons, notice);
}
