import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { feedbackGiven, ruleSaved, ruleStateSet } from '../events.ts';
import { writeFilter } from '../own/write-filter.ts';
import { findingOf, type SignalRow, takeSignal } from '../store.ts';
import { detectTables } from '../tables.ts';

export const feedbackShape = z.enum(['real', 'false', 'normal']);

/**
 * Says whether a signal was right. Kept with the signal and in the ledger, so that a rule's record can be shown. “This is normal for my
 * shop” also makes a filter, where the signal names somebody: findings like this one are not told again. Taking it back takes that off.
 */
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
    await followUp(ctx, row, input.feedback);
    return { signal: row.id };
  },
});

async function followUp(ctx: Ctx, row: SignalRow, feedback: z.output<typeof feedbackShape>): Promise<void> {
  const table = detectTables(ctx.db);
  const made = await table.selectFrom('detect_rules').selectAll().where('from_signal', '=', row.id).executeTakeFirst();
  if (made !== undefined) {
    const state = feedback === 'normal' ? 'on' : 'off';
    if (made.state === state) return;
    await table.updateTable('detect_rules').set({ state, changed_at: ctx.now }).where('id', '=', made.id).execute();
    await ctx.record(ruleStateSet, { rule: made.id, shop: row.shop_id, state }, made.id);
    return;
  }
  const text = feedback === 'normal' ? writeFilter(findingOf(row)) : null;
  if (text === null) return;
  const id = ctx.newId('rule');
  const title = `Normal here: ${row.rule}`;
  const who = { made_by: ctx.actor.id, made_at: ctx.now, changed_at: ctx.now, from_signal: row.id };
  await table
    .insertInto('detect_rules')
    .values({ org_id: ctx.org, id, shop_id: row.shop_id, title, text, state: 'on', ...who })
    .execute();
  await ctx.record(ruleSaved, { rule: id, shop: row.shop_id, title }, id);
  await ctx.record(ruleStateSet, { rule: id, shop: row.shop_id, state: 'on' }, id);
}
