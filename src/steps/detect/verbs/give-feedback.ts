import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { feedbackGiven } from '../events.ts';
import { takeSignal } from '../store.ts';
import { detectTables } from '../tables.ts';

export const feedbackShape = z.enum(['real', 'false', 'normal']);

/** Says whether a signal was right. Kept with the signal and in the ledger, so that a rule's record can be shown. */
export const giveFeedback = defineVerb({
  name: 'detect.give-feedback',
  permission: 'respond',
  effect: 'writes',
  input: z.object({ signal: idShape('sig'), feedback: feedbackShape }),
  run: async (ctx, input) => {
    const row = await takeSignal(ctx.db, input.signal);
    if (row.feedback === input.feedback) return asUnchanged({ signal: row.id });
    await detectTables(ctx.db)
      .updateTable('detect_signals')
      .set({ feedback: input.feedback, feedback_by: ctx.actor.id, feedback_at: ctx.now })
      .where('id', '=', input.signal)
      .execute();
    await ctx.record(feedbackGiven, { signal: row.id, rule: row.rule, feedback: input.feedback }, row.id);
    return { signal: row.id };
  },
});
