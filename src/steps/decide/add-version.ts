import type { Ctx } from '#engines/verb.ts';
import { canonical } from '#kernel/event.ts';
import { computeDeadline } from './checks/compute-deadline.ts';
import { decideObligations, type Outcome } from './checks/decide-obligations.ts';
import { type FactName, factNames } from './checks/fact-table.ts';
import { type Fact, type Facts, peopleOf } from './checks/facts.ts';
import { syncClocks } from './clocks/sync-clocks.ts';
import { factsStated, severityAssessed } from './events.ts';
import { type CaseRow, decideTables, readVersion } from './store.ts';
import { lawTables } from './tables.ts';

/** What a regime's clock runs on: 72 hours, from the table of the law. */
export function deadlineFrom(aware: Date): Date {
  const hours = lawTables().gdpr.duties.find((duty) => duty.to === 'authority')?.limits[0]?.hours;
  if (hours === undefined) throw new RangeError('the regime names no term for the authority');
  return computeDeadline(aware, hours);
}

/** Writes a new version of a case's facts with its judgement, when something changed. Returns the version that holds now. */
export async function addVersion(
  ctx: Ctx,
  row: CaseRow,
  stated: Facts,
  by: string,
): Promise<{ readonly version: number; readonly changed: FactName[] }> {
  const before = row.version === 0 ? {} : (await readVersion(ctx.db, row.id)).facts;
  const facts = { ...before, ...stated };
  const changed = factNames.filter((name) => !sameFact(before[name], facts[name]));
  if (changed.length === 0) return { version: row.version, changed };
  const version = row.version + 1;
  const outcome = decideObligations(facts, lawTables());
  await decideTables(ctx.db)
    .insertInto('case_versions')
    .values({
      org_id: ctx.org,
      case_id: row.id,
      version,
      facts: JSON.stringify(facts),
      changed: JSON.stringify(changed),
      outcome: JSON.stringify(outcome),
      stated_by: by,
      at: ctx.now,
    })
    .execute();
  await decideTables(ctx.db)
    .updateTable('cases')
    .set({ version, ...clock(facts, row) })
    .where('id', '=', row.id)
    .execute();
  await ctx.record(factsStated, { case: row.id, version, changed }, row.id);
  await recordSeverity(ctx, row, version, facts, outcome);
  await syncClocks(ctx, row.id);
  return { version, changed };
}

/** Writes the judgement of a version into the ledger. */
export async function recordSeverity(ctx: Ctx, row: CaseRow, version: number, facts: Facts, outcome: Outcome): Promise<void> {
  const { low, high, band } = outcome.severity;
  await ctx.record(severityAssessed, { case: row.id, version, score: low === high ? low : null, band, people: peopleOf(facts) }, row.id);
}

/** Awareness moves the clock when a person states another time; every version keeps the time before. */
function clock(facts: Facts, row: CaseRow): Partial<Pick<CaseRow, 'aware_at' | 'deadline'>> {
  const value = facts.awareAt?.certainty === 'unknown' ? null : facts.awareAt?.value;
  if (typeof value !== 'string') return {};
  const aware = new Date(value);
  return aware.getTime() === row.aware_at.getTime() ? {} : { aware_at: aware, deadline: deadlineFrom(aware) };
}

/** Whether two facts say the same; who said it and when does not count, what it rests on does. */
function sameFact(a: Fact | undefined, b: Fact | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonical([a.value, a.certainty, a.evidence]) === canonical([b.value, b.certainty, b.evidence]);
}
