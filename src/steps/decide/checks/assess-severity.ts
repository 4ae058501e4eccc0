import type { SeverityTable } from '../tables.ts';
import type { CaseCategory, FactName } from './fact-table.ts';
import { choiceOf, completeFacts, type Facts, listOf, peopleOf } from './facts.ts';

export type Band = 'low' | 'medium' | 'high' | 'very-high';
type FactorName = 'dpc' | 'ei' | 'confidentiality' | 'integrity' | 'availability' | 'malicious';

/** From the mildest to the gravest value that the stated facts allow; equal when nothing is open. */
interface Range {
  readonly low: number;
  readonly high: number;
}

interface Factor extends Range {
  readonly factor: FactorName;
  /** Why, one sentence; names the row of the table. */
  readonly because: string;
  readonly facts: readonly FactName[];
}

export interface Severity extends Range {
  readonly factors: readonly Factor[];
  readonly bandLow: Band;
  readonly bandHigh: Band;
  /** The band, or `unknown` when the facts allow more than one. */
  readonly band: Band | 'unknown';
  readonly flags: readonly string[];
}

const insightFact = {
  simple: 'simpleInsight',
  behavioural: 'behaviouralInsight',
  financial: 'financialInsight',
  sensitive: 'sensitiveInsight',
} as const satisfies Record<string, FactName>;

/** The facts that the score looks at. */
export const severityFacts: readonly FactName[] = [
  'categories',
  'subgroups',
  'identifiability',
  'encryption',
  'passwordProtection',
  'people',
  'confidentiality',
  'integrity',
  'availability',
  'malicious',
  ...Object.values(insightFact),
];

/**
 * SE = DPC x EI + CB by the table of the ENISA methodology. What is unknown widens the range instead of counting as fine.
 * Pure. Support for a decision, never the decision.
 */
export function assessSeverity(stated: Facts, table: SeverityTable): Severity {
  return scoreSeverity(completeFacts(stated), table);
}

/** The same of facts that are complete already. Pure. */
export function scoreSeverity(facts: Facts, table: SeverityTable): Severity {
  const dpc = processingContext(facts, table);
  const ei = easeOfIdentification(facts, table);
  const circumstances = (['confidentiality', 'integrity', 'availability', 'malicious'] as const).map((name) =>
    circumstance(facts, table, name),
  );
  const low = dpc.low * ei.low + sum(circumstances.map((factor) => factor.low));
  const high = dpc.high * ei.high + sum(circumstances.map((factor) => factor.high));
  const bandLow = bandOf(low, table);
  const bandHigh = bandOf(high, table);
  return {
    low,
    high,
    factors: [dpc, ei, ...circumstances],
    bandLow,
    bandHigh,
    band: bandLow === bandHigh ? bandLow : 'unknown',
    flags: flagsOf(facts, table),
  };
}

/** The band of a score. */
export function bandOf(score: number, table: SeverityTable): Band {
  return table.bands.findLast((band) => score >= band.from)?.id ?? 'low';
}

function processingContext(facts: Facts, table: SeverityTable): Factor {
  const { items, complete } = listOf(facts, 'categories');
  let best = { low: 1, high: 1, because: 'no kind of data is named' };
  for (const category of items as readonly CaseCategory[]) {
    const scored = scoreCategory(category, facts, table);
    if (scored.high > best.high || (scored.high === best.high && scored.low >= best.low)) {
      best = { ...scored, low: Math.max(best.low, scored.low) };
    } else best = { ...best, low: Math.max(best.low, scored.low) };
  }
  if (!complete) best = { ...best, high: 4, because: `${best.because}; more kinds of data may be concerned` };
  return { factor: 'dpc', ...best, facts: ['categories'] };
}

function scoreCategory(category: CaseCategory, facts: Facts, table: SeverityTable): Range & { because: string } {
  const row = table.categories[category];
  const hashed = category === 'password-hash' ? choiceOf(facts, 'passwordProtection') : 'plain';
  if (hashed === 'strong-salted-hash') return { low: 1, high: 1, because: 'password-hash: strong and salted, opens nothing' };
  const dataClass = table.classes[row.class];
  const stated = facts[insightFact[row.class]];
  const steps = dataClass.steps.filter((step) => {
    if (stated === undefined) return step.id === (raisedStep(row.class, facts) ?? row.step);
    return stated.certainty === 'unknown' || step.id === stated.value;
  });
  const scores = steps.map((step) => clamp(dataClass.base + step.change, 1, 4));
  const low = hashed === null ? 1 : Math.min(...scores);
  const reasons = steps.length === 1 ? steps[0]?.when : 'how much it tells is unknown';
  return { low, high: Math.max(...scores), because: `${category}: ${row.class} data, ${reasons}` };
}

function raisedStep(dataClass: keyof typeof insightFact, facts: Facts): string | null {
  const groups = listOf(facts, 'subgroups').items;
  if (dataClass === 'simple' && groups.includes('protected-address')) return 'safety';
  if (!groups.some((group) => group.endsWith('-goods'))) return null;
  if (dataClass === 'behavioural') return 'sensitive';
  return dataClass === 'simple' ? 'sensitive-belief' : null;
}

function easeOfIdentification(facts: Facts, table: SeverityTable): Factor {
  const encryption = choiceOf(facts, 'encryption');
  const safe = table.encrypted;
  if (encryption === 'intact') {
    return { factor: 'ei', low: safe.level, high: safe.level, because: `${safe.id}: ${safe.because}`, facts: ['encryption'] };
  }
  const level = facts.identifiability;
  if (level && level.certainty !== 'unknown' && typeof level.value === 'number') {
    const because = level.evidence ?? 'stated by a person';
    return { factor: 'ei', low: level.value, high: level.value, because, facts: ['identifiability'] };
  }
  const { items, complete } = listOf(facts, 'categories');
  const rows = table.identification.filter((row) => fits(row, items));
  const top = rows.reduce<(typeof rows)[number] | null>((best, row) => (best === null || row.level > best.level ? row : best), null);
  const found = top?.level ?? 0.25;
  // Who was asked and could not tell does not stand by the table.
  const open = !complete || top === null || level !== undefined;
  const because = top ? `${top.id}: ${top.because}` : 'nothing that identifies a person is named';
  const low = encryption === null ? safe.level : found;
  const suffix = encryption === null ? '; whether it was encrypted is unknown' : '';
  return { factor: 'ei', low, high: open ? 1 : found, because: because + suffix, facts: ['categories', 'encryption'] };
}

function fits(
  row: { readonly all?: readonly string[] | undefined; readonly any?: readonly string[] | undefined },
  items: readonly string[],
): boolean {
  const all = row.all ?? [];
  return all.every((item) => items.includes(item)) && (row.any === undefined || row.any.some((item) => items.includes(item)));
}

function circumstance(facts: Facts, table: SeverityTable, name: 'confidentiality' | 'integrity' | 'availability' | 'malicious'): Factor {
  const rows = table.circumstances[name];
  const choice = choiceOf(facts, name);
  const row = choice === null ? undefined : rows[choice];
  if (row) return { factor: name, low: row.points, high: row.points, because: `${choice}`, facts: [name] };
  const all = Object.values(rows).map((candidate) => candidate.points);
  return { factor: name, low: Math.min(...all), high: Math.max(...all), because: 'unknown', facts: [name] };
}

function flagsOf(facts: Facts, table: SeverityTable): string[] {
  const people = peopleOf(facts);
  return table.flags
    .filter((flag) => {
      if (flag.people_more_than !== undefined) return people.atLeast > flag.people_more_than;
      return choiceOf(facts, 'encryption') === 'intact';
    })
    .map((flag) => flag.id);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function clamp(n: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, n));
}
