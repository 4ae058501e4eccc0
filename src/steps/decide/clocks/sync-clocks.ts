import type { Ctx } from '#engines/verb.ts';
import type { CaseId } from '#kernel/ids.ts';
import { isWithdrawn, notificationOf } from '../checks/filing-state.ts';
import { clockChanged } from '../events.ts';
import { listFilings } from '../filings.ts';
import { type CaseRow, type ClockRow, decideTables, readVersion, takeCase } from '../store.ts';
import { clocksOf, type WantedClock } from './clocks-of.ts';
import { dutiesOfOutcome } from './duties-of-outcome.ts';
import { type CaseEvents, settleClock } from './settle-clock.ts';
import { syncReminders } from './sync-reminders.ts';

/**
 * Derives the clocks of a case anew from its latest judgement, its filings and its decisions, and plans their reminders. Part of the
 * transaction that changed any of them; each clock that changed is recorded. Twice changes nothing. Returns how many changed.
 */
export async function syncClocks(ctx: Ctx, id: CaseId): Promise<number> {
  const row = await takeCase(ctx, id);
  const { facts, outcome } = await readVersion(ctx.db, id);
  const wanted = clocksOf(dutiesOfOutcome(outcome), facts);
  const events = await readEvents(ctx, row);
  const known = await listClocks(ctx, id);
  let changed = 0;
  for (const clock of wanted) {
    const before = known.find((one) => isSame(one, clock)) ?? null;
    const own = { metAt: before?.met_at ?? null, metBy: before?.met_by ?? null, reasonForDelay: before?.reason_for_delay ?? null };
    const settled = settleClock(clock, outcome.home, events, own, ctx.now);
    // A duty that never was is no clock.
    if (before === null && settled.state === 'dropped') continue;
    const next: ClockRow = {
      org_id: ctx.org,
      case_id: id,
      duty: clock.duty,
      stage: clock.stage,
      regime: clock.regime,
      owed_to: clock.to,
      does: clock.does,
      answer: clock.answer,
      anchor: clock.anchor,
      anchor_at: clock.anchorAt,
      due_at: clock.dueAt,
      state: settled.state,
      met_at: settled.metAt,
      met_by: settled.metBy,
      evidence: settled.state === 'met' ? (before?.evidence ?? null) : null,
      reason_for_delay: settled.reasonForDelay,
      dropped_because: settled.because,
      changed_at: ctx.now,
    };
    if (await saveClock(ctx, before, next)) changed += 1;
  }
  for (const gone of known.filter((one) => one.state !== 'dropped' && one.state !== 'met' && !wanted.some((clock) => isSame(one, clock)))) {
    await saveClock(ctx, gone, { ...gone, state: 'dropped', dropped_because: 'not-due', changed_at: ctx.now });
    changed += 1;
  }
  await decideTables(ctx.db).updateTable('cases').set({ clocks_at: ctx.now }).where('id', '=', id).execute();
  return changed;
}

/** The clocks of a case, the next deadline first. */
export function listClocks(ctx: Pick<Ctx, 'db'>, id: CaseId): Promise<ClockRow[]> {
  return decideTables(ctx.db).selectFrom('case_clocks').selectAll().where('case_id', '=', id).orderBy('due_at').orderBy('duty').execute();
}

function isSame(row: Pick<ClockRow, 'duty' | 'stage'>, clock: Pick<WantedClock, 'duty' | 'stage'>): boolean {
  return row.duty === clock.duty && row.stage === clock.stage;
}

/** Writes a clock and its reminders when something changed; what people are told about is recorded. */
async function saveClock(ctx: Ctx, before: ClockRow | null, next: ClockRow): Promise<boolean> {
  const isNews = before === null || before.state !== next.state || before.due_at.getTime() !== next.due_at.getTime();
  const isChanged =
    isNews ||
    before.answer !== next.answer ||
    before.anchor_at.getTime() !== next.anchor_at.getTime() ||
    before.met_at?.getTime() !== next.met_at?.getTime() ||
    before.reason_for_delay !== next.reason_for_delay;
  if (!isChanged) return false;
  await decideTables(ctx.db)
    .insertInto('case_clocks')
    .values(next)
    .onConflict((conflict) => conflict.columns(['org_id', 'case_id', 'duty', 'stage']).doUpdateSet(next))
    .execute();
  await syncReminders(ctx, next);
  if (isNews) {
    const { case_id, duty, regime, stage, state, due_at } = next;
    const was = before === null ? null : { state: before.state, dueAt: before.due_at.toISOString() };
    const because = next.dropped_because ?? next.met_by ?? next.answer;
    await ctx.record(
      clockChanged,
      { case: case_id, duty, regime, stage, state, dueAt: due_at.toISOString(), before: was, because },
      case_id,
    );
  }
  return isNews;
}

async function readEvents(ctx: Ctx, row: CaseRow): Promise<CaseEvents> {
  const filings = await listFilings(ctx.db, row.id);
  const notified = notificationOf(filings);
  const decision = await decideTables(ctx.db)
    .selectFrom('case_decisions')
    .select(['authority', 'others', 'facts_version'])
    .where('case_id', '=', row.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const proposed = decision && (await readVersion(ctx.db, row.id, decision.facts_version)).outcome;
  return {
    notified: notified === null ? null : { at: notified.at, reasonForDelay: notified.reason_for_delay },
    isWithdrawn: isWithdrawn(filings),
    decided:
      decision && proposed !== undefined
        ? {
            authority: decision.authority,
            proposed: proposed.authority.answer,
            others: decision.others,
            proposedOthers: Object.fromEntries(proposed.duties.map((duty) => [duty.id, duty.answer])),
          }
        : null,
    isClosed: row.state === 'closed',
    isContinued: row.continued_in !== null,
  };
}
