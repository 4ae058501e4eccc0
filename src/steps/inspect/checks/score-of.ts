import { compareSeverity, type Severity } from '#kernel/outcome.ts';
import { type Area, areas } from './check.ts';
import type { CheckResult, Report } from './judge-inspection.ts';

/** Points that one failed check costs, by the gravest thing that it found. */
const costs: Readonly<Record<Severity, number>> = { critical: 60, high: 25, medium: 10, low: 3, info: 0 };
const grades = [
  ['A', 90],
  ['B', 75],
  ['C', 60],
  ['D', 40],
] as const;

/** Of 100. What could not be checked leaves a span: `atMost` if all of it is fine, `atLeast` if all of it is as bad as it can be. */
export interface Score {
  readonly atLeast: number;
  readonly atMost: number;
  /** By `atLeast`, so that what is unknown is never counted as fine: A from 90, B from 75, C from 60, D from 40, else F; `null`: nothing could be checked. */
  readonly grade: 'A' | 'B' | 'C' | 'D' | 'F' | null;
  /** Checks that came out one way or the other, and those that could not be made. */
  readonly checked: number;
  readonly unknown: number;
  /** The same span for each area in which something was checked or should have been. */
  readonly areas: Readonly<Partial<Record<Area, { readonly atLeast: number; readonly atMost: number }>>>;
}

/** How well a shop stands, from what its checks found. Pure. */
export function scoreOf(report: Report): Score {
  const whole = spanOf(report.results);
  const { pass, fail, warn, unknown } = report.counts;
  const checked = pass + fail + warn;
  const grade = checked === 0 ? null : (grades.find(([, least]) => whole.atLeast >= least)?.[0] ?? 'F');
  const parts = areas.flatMap((area) => {
    const own = report.results.filter(({ check, outcome }) => check.area === area && outcome !== 'notApplicable');
    return own.length === 0 ? [] : [[area, spanOf(own)] as const];
  });
  return { ...whole, grade, checked, unknown, areas: Object.fromEntries(parts) };
}

/** `B, 82 to 91 of 100`; `not known: nothing could be checked`. */
export function inWords({ grade, atLeast, atMost, checked, unknown }: Score): string {
  if (grade === null) return 'not known: nothing could be checked';
  const most = unknown > checked ? `; only ${checked} of ${checked + unknown} checks could be made` : '';
  return `${grade}, ${atLeast === atMost ? atLeast : `${atLeast} to ${atMost}`} of 100${most}`;
}

function spanOf(results: readonly CheckResult[]): { readonly atLeast: number; readonly atMost: number } {
  const lost = results.reduce((sum, result) => sum + costOf(result), 0);
  const open = results.reduce((sum, { check, outcome }) => sum + (outcome === 'unknown' ? costs[check.severity] : 0), 0);
  return { atLeast: Math.max(0, 100 - lost - open), atMost: Math.max(0, 100 - lost) };
}

function costOf({ weaknesses }: CheckResult): number {
  const worst = weaknesses
    .map(({ severity }) => severity)
    .sort(compareSeverity)
    .at(-1);
  return worst === undefined ? 0 : costs[worst];
}
