import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findOpenQuestions } from '../checks/find-open-questions.ts';
import { listClocks, syncClocks } from '../clocks/sync-clocks.ts';
import { clockReminded } from '../events.ts';
import { type CaseRow, type ClockRow, decideTables, type ReminderRow, readVersion, takeCase } from '../store.ts';
import { lawTables } from '../tables.ts';

/**
 * Writes down every reminder of a case that is due, each once, the latest state of a clock first: Respond pages for that one, the earlier
 * ones were overtaken while nothing ran. A clock whose term is over is late from here on.
 */
export const remindOfClocks = defineVerb({
  name: 'decide.remind-of-clocks',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ case: idShape('case') }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const changed = await syncClocks(ctx, row.id);
    const due = await decideTables(ctx.db)
      .selectFrom('case_reminders')
      .selectAll()
      .where('case_id', '=', row.id)
      .where('state', '=', 'pending')
      .where('remind_at', '<=', ctx.now)
      .orderBy('remind_at', 'desc')
      .execute();
    const clocks = await listClocks(ctx, row.id);
    const told = new Set<string>();
    const missing = due.length === 0 ? [] : await missingFacts(ctx, row);
    for (const one of due) {
      const clock = clocks.find((each) => each.duty === one.duty && each.stage === one.stage);
      if (!clock) continue;
      const key = `${one.duty} ${one.stage}`;
      await remind(ctx, row, { clock, reminder: one, missing, overtaken: told.has(key) });
      told.add(key);
    }
    return due.length + changed === 0 ? asUnchanged({ reminded: 0 }) : { reminded: due.length };
  },
});

interface Due {
  readonly clock: ClockRow;
  readonly reminder: ReminderRow;
  readonly missing: readonly string[];
  readonly overtaken: boolean;
}

async function remind(ctx: Ctx, row: CaseRow, { clock, reminder, missing, overtaken }: Due): Promise<void> {
  await ctx.record(
    clockReminded,
    {
      case: row.id,
      incident: row.incident_id,
      shop: row.shop_id,
      number: row.number,
      title: row.title,
      duty: clock.duty,
      regime: clock.regime,
      stage: clock.stage,
      to: clock.owed_to,
      answer: clock.answer,
      share: reminder.share,
      anchorAt: clock.anchor_at.toISOString(),
      dueAt: clock.due_at.toISOString(),
      overtaken,
      missing: clock.answer === 'unknown' ? [...missing] : [],
    },
    row.id,
  );
  await decideTables(ctx.db)
    .updateTable('case_reminders')
    .set({ state: 'sent', sent_at: ctx.now })
    .where('case_id', '=', row.id)
    .where('duty', '=', reminder.duty)
    .where('stage', '=', reminder.stage)
    .where('share', '=', reminder.share)
    .execute();
}

/** Names of the facts that are not known and would change an answer. */
async function missingFacts(ctx: Ctx, row: CaseRow): Promise<string[]> {
  const { facts, outcome } = await readVersion(ctx.db, row.id);
  return findOpenQuestions(facts, lawTables(), outcome)
    .map(({ fact }) => fact)
    .filter((name) => (facts[name]?.certainty ?? 'unknown') === 'unknown');
}
