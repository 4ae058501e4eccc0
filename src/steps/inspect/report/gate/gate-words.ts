import { dayOf, daysBetween } from '../../gate/days.ts';
import type { GateReport } from '../../gate/judge-gate.ts';
import type { BaselineEntry, JudgedItem } from '../../gate/types.ts';

/** The result in one line, as every format begins. */
export function verdictOf({ tool, compared, passed, unknown, decision, journeys }: GateReport): string {
  const what = tool === 'gate' ? 'Gate' : 'Inspection';
  const failed = journeys.filter(({ outcome }) => outcome === 'failed').length;
  const reasons = [
    ...(decision.failing.length > 0
      ? [`${countOf(decision.failing.length, 'thing')} ${compared ? 'new, worsened or no longer accepted' : 'to mend'}`]
      : []),
    ...(failed > 0 ? [`${countOf(failed, 'journey')} failed`] : []),
  ];
  if (!passed) return `${what} failed: ${reasons.join(', ')}`;
  if (unknown.length > 0) return `${what} incomplete: ${countOf(unknown.length, 'thing')} could not be checked`;
  return `${what} passed`;
}

/** `1 thing`, `3 things`. */
export function countOf(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Why an item stands where it stands. */
export function standingWords({ standing, entry }: JudgedItem): string {
  switch (standing) {
    case 'new':
      return 'new';
    case 'below':
      return entry === null ? 'new, below the level' : `worse than the ${entry.severity} that was agreed to, below the level`;
    case 'worsened':
      return `worse: ${entry?.severity ?? 'milder'} was agreed to`;
    case 'expired':
      return `accepted until ${entry?.until ?? ''} only`;
    case 'known':
      return 'known';
  }
}

/** Who accepted it, why, and for how long yet. */
export function acceptanceWords(entry: BaselineEntry, today: string): string {
  const days = entry.until === null ? null : daysBetween(today, entry.until);
  const end =
    entry.until === null
      ? 'without end'
      : `until ${entry.until}${days !== null && days >= 0 && days <= 30 ? ` (${countOf(days, 'day')})` : ''}`;
  return [entry.owner === '' ? 'nobody answers for it' : entry.owner, entry.reason === '' ? 'no reason' : entry.reason, end].join(', ');
}

export function todayOf({ inspection }: GateReport): string {
  return dayOf(inspection.startedAt);
}

/** What the baseline can drop. */
export function shrinkLines({ decision, shrunk }: GateReport): readonly string[] {
  return [...decision.gone.map(({ check, title, key }) => `${check}: ${title || key}`), ...shrunk];
}

/** What the release is made of, in a few lines. */
export function componentLines({ components }: GateReport): readonly string[] {
  if (components === null) return [];
  const { added, removed, changed } = components;
  return [
    ...added.map(({ id, licences }) => `added ${id}, ${licences.join(' / ') || 'no licence named'}; known holes: unknown`),
    ...changed.map(({ base, from, to }) => `changed ${base}: ${from.join(', ') || 'also'} → ${to.join(', ') || 'no more'}`),
    ...removed.map((id) => `removed ${id}`),
  ];
}
