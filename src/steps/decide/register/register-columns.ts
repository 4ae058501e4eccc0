import { type FactName, factNames } from '../checks/fact-table.ts';
import { notificationOf } from '../checks/filing-state.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import type { LawOfEntry } from './law-of-entry.ts';
import type { LinkedEntry } from './read-register.ts';

/** A cell of an exported table. Null is empty. */
export type Cell = string | number | Date | null;

const columns = [
  'number',
  'version',
  'written_at',
  'written_by',
  'title',
  'aware_at',
  'deadline',
  'people_at_least',
  'people_at_most',
  'severity',
  'decided_register',
  'decided_authority',
  'decided_people',
  'decided_by',
  'decided_at',
  'deviation',
  'notified_at',
  'notified_to',
  'notification_reference',
  'notified_hours_after_aware',
  'reason_for_delay',
  'reasons',
  'home_law',
  'by_law',
  'laws_that_may_apply',
] as const;

const proof = ['decision_reason', 'sequence', 'entry_hash', 'ended_at', 'register_head'] as const;

/** The names of an exported register's columns. */
export const registerColumns: readonly string[] = [...columns, ...factNames, ...proof];

/** Every version of every entry as typed cells, in the order of `registerColumns`. Pure. */
export function registerCells(entries: readonly LinkedEntry[], head: string): Cell[][] {
  return entries.map((one) => [
    one.number,
    one.version,
    ...contentCells(one),
    one.content?.entry.decision?.reason ?? null,
    one.seq,
    one.hash,
    one.ended_at,
    head,
  ]);
}

/** `uk-gdpr: UK-GDPR-33-1 authority=yes decided=yes due=… met=…; …` */
function lawCell({ law, duties }: LawOfEntry): string {
  const told = duties.map(({ id, to, answer, decided, due, metAt }) =>
    [id, `${to}=${answer}`, `decided=${decided ?? 'nobody'}`, ...(due ? [`due=${due}`] : []), ...(metAt ? [`met=${metAt}`] : [])].join(' '),
  );
  return `${law}: ${told.join('; ')}`;
}

function contentCells({ content }: LinkedEntry): Cell[] {
  if (content === null) return [...columns.slice(2), ...factNames].map(() => null);
  const { entry } = content;
  const { people, severity, decision } = entry;
  const first = notificationOf((entry.filings ?? []).map((one) => ({ ...one, at: new Date(one.at) })));
  return [
    content.at,
    content.written_by,
    entry.title,
    new Date(entry.awareAt),
    new Date(entry.deadline),
    people.atLeast,
    people.atMost,
    severity.low === severity.high ? severity.low : `${severity.low}-${severity.high}`,
    decision?.register ?? null,
    decision?.authority ?? null,
    decision?.people ?? null,
    decision?.by ?? null,
    decision ? new Date(decision.at) : null,
    entry.deviation,
    first?.at ?? null,
    first?.authority ?? null,
    first?.reference ?? null,
    first?.hoursAfterAware ?? null,
    first?.reasonForDelay ?? null,
    entry.reasons.map((reason) => `${reason.rule}: ${reason.text}`).join(' | '),
    entry.regime,
    (entry.byLaw?.laws ?? []).map(lawCell).join(' | ') || null,
    entry.byLaw?.mayApply.join(', ') || null,
    ...factNames.map((name: FactName) => {
      const fact = entry.facts[name];
      return fact ? `${showFactValue(fact.value)} (${fact.certainty})` : null;
    }),
  ];
}
