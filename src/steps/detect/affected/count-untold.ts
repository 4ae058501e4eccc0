import type { Finding } from '../finding.ts';
import type { RuleName } from '../rule-traits.ts';

/** How somebody may have seen people's data without any record of it: the word that its reason is told by. */
const WAYS = {
  'known-attack': 'attack',
  'own-rule': 'rule',
  'personal-data': 'stands',
  exfiltration: 'left',
  'admin-chain': 'staff',
  'new-admin-device': 'staff',
  'impossible-travel': 'staff',
  enumeration: 'pages',
} as const satisfies Partial<Record<RuleName, string>>;

export interface Untold {
  readonly way: (typeof WAYS)[keyof typeof WAYS];
  readonly count: number;
}

type Told = Pick<Finding, 'rule' | 'succeeded' | 'reads' | 'facts'>;

/**
 * Whether a finding says that somebody got in or took something, or may have, and no stored row says whose data that was: then nobody can
 * say how many people there are at most. Pure.
 */
export function isUntold(one: Told): boolean {
  return wayOf(one) !== null;
}

/** The untold among findings, by how. Pure. */
export function countUntold(findings: readonly Told[]): Untold[] {
  const ways = findings.flatMap((one) => wayOf(one) ?? []);
  return [...Map.groupBy(ways, (way) => way)].map(([way, all]) => ({ way, count: all.length }));
}

function wayOf({ rule, succeeded, reads, facts }: Told): Untold['way'] | null {
  if (succeeded === 'no' || reads !== null) return null;
  // Other walks name their records: in the reads, or on a route that was learned.
  if (rule === 'enumeration' && facts.learned !== 'unknown') return null;
  return WAYS[rule as keyof typeof WAYS] ?? null;
}
