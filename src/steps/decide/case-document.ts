import { z } from 'zod';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId } from '#kernel/ids.ts';
import { assessmentShape } from './assessment-shape.ts';
import { summarizeOutcome } from './checks/summarize-outcome.ts';
import { caseKinds } from './events.ts';
import { findCase } from './readers.ts';
import { type CaseRow, type ClockRow, decideTables, readVersion } from './store.ts';
import { lawTables } from './tables.ts';

const instant = z.iso.datetime().nullable();

const caseLineShape = z.object({
  id: z.string(),
  number: z.string().describe('per organisation and year, as in the register'),
  title: z.string(),
  kind: z.enum(caseKinds),
  state: z.enum(['open', 'closed']),
  shop: z.string().nullable(),
  incident: z.string().nullable(),
  reference: z.string().nullable().describe('what the program that opened it calls it'),
  openedAt: z.iso.datetime(),
  closedAt: instant,
  awareAt: z.iso.datetime().describe('since when the organisation is aware, or is taken to be'),
  deadline: z.iso.datetime().describe('72 hours from then'),
  version: z.int().describe('of the facts; 0 while nothing is stated'),
});

const clockShape = z.object({
  duty: z.string(),
  stage: z.string().nullable(),
  regime: z.string(),
  to: z.string(),
  answer: z.enum(['yes', 'no', 'ask']).describe('`ask`: it may be due, so it runs'),
  anchor: z.string(),
  anchorAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  left: z.int().describe('seconds; negative when late'),
  state: z.enum(['running', 'met', 'late', 'dropped']),
  metAt: instant,
});

/** What `GET /api/cases` answers; contract/cases.json. */
export const caseListShape = z.object({ schema: z.literal('shopbell-cases-list/1'), cases: z.array(caseLineShape) });

/** What `GET /api/cases/ID` answers; contract/case.json. */
export const caseDocumentShape = z.object({
  schema: z.literal('shopbell-case/1'),
  case: caseLineShape,
  facts: z.record(z.string(), z.unknown()).describe('by name, as contract/facts.json describes them, each with certainty, source and time'),
  outcome: assessmentShape.describe('as `shopbell assess --strict` says it of these facts, now'),
  clocks: z.array(clockShape),
});

/** One line of the list of cases. Pure. */
export function caseLine(row: CaseRow): z.output<typeof caseLineShape> {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    kind: row.kind,
    state: row.state,
    shop: row.shop_id,
    incident: row.incident_id,
    reference: row.reference,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    awareAt: row.aware_at.toISOString(),
    deadline: row.deadline.toISOString(),
    version: row.version,
  };
}

/** A case with its facts, what follows from them now, and its clocks, the soonest first. Throws NOT_FOUND. */
export async function caseDocument(db: Tx, id: CaseId, now: Date): Promise<z.output<typeof caseDocumentShape>> {
  const row = await findCase(db, id);
  const { facts } = await readVersion(db, id);
  const clocks = await decideTables(db)
    .selectFrom('case_clocks')
    .selectAll()
    .where('case_id', '=', id)
    .orderBy('due_at')
    .orderBy('duty')
    .execute();
  return {
    schema: 'shopbell-case/1',
    case: caseLine(row),
    facts,
    outcome: caseOutcome(facts, now),
    clocks: clocks.map((clock) => clockLine(clock, now)),
  };
}

function caseOutcome(facts: Parameters<typeof summarizeOutcome>[0], now: Date): z.output<typeof assessmentShape> {
  return assessmentShape.parse(summarizeOutcome(facts, lawTables(), now, { isStrict: true }));
}

function clockLine(row: ClockRow, now: Date): z.output<typeof clockShape> {
  return {
    duty: row.duty,
    stage: row.stage === '' ? null : row.stage,
    regime: row.regime,
    to: row.owed_to,
    answer: row.answer === 'unknown' ? 'ask' : row.answer,
    anchor: row.anchor,
    anchorAt: row.anchor_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    left: Math.round((row.due_at.getTime() - now.getTime()) / 1000),
    state: row.state,
    metAt: row.met_at?.toISOString() ?? null,
  };
}
