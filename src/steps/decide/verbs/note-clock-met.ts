import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { whyNoTimeOfTelling } from '../checks/time-of-telling.ts';
import { syncReminders } from '../clocks/sync-reminders.ts';
import { clockChanged } from '../events.ts';
import { decideTables, takeCase } from '../store.ts';

/**
 * A person notes that a duty with a deadline was done, when, and what shows it. Late asks for the reasons. INPUT_INVALID for a time to come;
 * CONFLICT for a clock that does not run; the GDPR's notification to the authority is noted as a filing instead.
 */
export const noteClockMet = defineVerb({
  name: 'decide.note-clock-met',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    duty: z.string().max(200),
    stage: z.string().max(200),
    at: instantShape,
    evidence: z.string().trim().min(3, 'say what shows it').max(2_000),
    reasonForDelay: z.string().trim().max(4_000).default(''),
  }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const clock = await decideTables(ctx.db)
      .selectFrom('case_clocks')
      .selectAll()
      .where('case_id', '=', row.id)
      .where('duty', '=', input.duty)
      .where('stage', '=', input.stage)
      .forUpdate()
      .executeTakeFirst();
    if (!clock) throw new ShopbellError('NOT_FOUND', { what: 'clock' });
    if (clock.state === 'met' || clock.state === 'dropped') throw new ShopbellError('CONFLICT', { reason: 'this clock does not run' });
    const at = new Date(input.at);
    const wrong = whyNoTimeOfTelling(at, clock.anchor_at, ctx.now);
    if (wrong !== null) throw new ShopbellError('INPUT_INVALID', { reason: wrong });
    const late = at > clock.due_at;
    if (late && input.reasonForDelay.length < 10) {
      const reason = `reasonForDelay: say why it was later than ${clock.due_at.toISOString()}`;
      throw new ShopbellError('INPUT_INVALID', { reason });
    }
    const next = {
      ...clock,
      state: 'met' as const,
      met_at: at,
      met_by: ctx.actor.id,
      evidence: input.evidence,
      reason_for_delay: late ? input.reasonForDelay : null,
      changed_at: ctx.now,
    };
    await decideTables(ctx.db)
      .updateTable('case_clocks')
      .set(next)
      .where('case_id', '=', row.id)
      .where('duty', '=', clock.duty)
      .where('stage', '=', clock.stage)
      .execute();
    await syncReminders(ctx, next);
    const { duty, regime, stage, due_at } = clock;
    const before = { state: clock.state, dueAt: due_at.toISOString() };
    const told = { case: row.id, duty, regime, stage, state: 'met', dueAt: due_at.toISOString(), before, because: ctx.actor.id } as const;
    await ctx.record(clockChanged, told, row.id);
    return { late };
  },
});
