import type { Inspection } from '../inspection.ts';
import { allChecks } from './all-checks.ts';
import { judgeInspection } from './judge-inspection.ts';

/** For tests: outcome and weaknesses of one check, in one line: `fail high`, `warn low info`, `pass`. */
export function judgeOne(check: string, inspection: Inspection): string {
  const [result] = judgeInspection(
    inspection,
    allChecks.filter(({ meta }) => meta.id === check),
  ).results;
  return result ? [result.outcome, ...result.weaknesses.map((weakness) => weakness.severity)].join(' ') : 'none';
}

/** For tests: the keys of what one check found. */
export function keysOf(check: string, inspection: Inspection): readonly string[] {
  const [result] = judgeInspection(
    inspection,
    allChecks.filter(({ meta }) => meta.id === check),
  ).results;
  return result?.weaknesses.map(({ key }) => key) ?? [];
}
