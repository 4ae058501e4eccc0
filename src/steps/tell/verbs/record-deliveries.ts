import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { NoticeId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { letterDelivered, letterFailed } from '../events.ts';
import { finishRound } from '../finish-round.ts';
import { tellTables } from '../store.ts';

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
    const notices = new Set<NoticeId>();
    for (const one of deliveries) {
      await recordOne(ctx, one);
      notices.add(one.notice);
    }
    for (const notice of notices) await finishRound(ctx, notice);
    return asUnchanged({ recorded: deliveries.length });
  },
});

async function recordOne(ctx: Ctx, one: z.output<typeof result>): Promise<void> {
  const state = one.outcome === 'again' ? 'queued' : one.outcome;
  await tellTables(ctx.db)
    .updateTable('letters')
    .set({ state, response: one.response, at: one.at, leased_until: null, ...(one.dueAt ? { due_at: one.dueAt } : {}) })
    .where('id', '=', one.letter)
    .execute();
  if (one.outcome === 'sent')
    await ctx.record(letterDelivered, { notice: one.notice, letter: one.letter, response: one.response }, one.notice);
  else
    await ctx.record(
      letterFailed,
      { notice: one.notice, letter: one.letter, reason: one.response, final: one.outcome === 'failed' },
      one.notice,
    );
}
