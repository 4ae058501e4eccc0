import type { Ctx } from '#engines/verb.ts';
import { type ClockRow, decideTables } from '../store.ts';
import { planReminders } from './plan-reminders.ts';

/** Writes the reminders that a clock should have now. Part of the transaction that changed the clock. */
export async function syncReminders(ctx: Ctx, clock: ClockRow): Promise<void> {
  const table = decideTables(ctx.db);
  const rows = await table
    .selectFrom('case_reminders')
    .select(['share', 'due_at as dueAt', 'remind_at as remindAt', 'state'])
    .where('case_id', '=', clock.case_id)
    .where('duty', '=', clock.duty)
    .where('stage', '=', clock.stage)
    .execute();
  const isRunning = clock.state === 'running' || clock.state === 'late';
  for (const one of planReminders({ anchorAt: clock.anchor_at, dueAt: clock.due_at, isRunning }, rows, ctx.now)) {
    const change = { due_at: one.dueAt, remind_at: one.remindAt, state: one.state };
    await table
      .insertInto('case_reminders')
      .values({
        org_id: ctx.org,
        case_id: clock.case_id,
        duty: clock.duty,
        stage: clock.stage,
        share: one.share,
        sent_at: null,
        ...change,
      })
      .onConflict((conflict) => conflict.columns(['org_id', 'case_id', 'duty', 'stage', 'share']).doUpdateSet(change))
      .execute();
  }
}
