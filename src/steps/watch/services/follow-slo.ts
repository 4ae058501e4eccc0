import { compareSeverity } from '#kernel/outcome.ts';
import { MINUTE } from '#kernel/time.ts';
import type { JudgedBurn } from './judge-burn.ts';

/** How a goal stood at the last look; ms since 1970. */
export interface SloStanding {
  readonly severity: 'low' | 'medium' | 'high' | null;
  readonly since: number | null;
  /** When it last burned. */
  readonly burned: number | null;
}

/** So long nothing may burn before it is over: what comes and goes by the minute is one trouble. */
const QUIET = 5 * MINUTE;

/** What a look makes of a goal's standing, and what is to be told. That nothing is known ends no trouble. */
export function followSlo(
  standing: SloStanding,
  judged: Pick<JudgedBurn, 'state' | 'severity'>,
  now: number,
): { readonly next: SloStanding; readonly told: 'burning' | 'recovered' | null } {
  const { severity, since, burned } = standing;
  if (judged.state === 'burning' && judged.severity !== null) {
    if (severity === null) return { next: { severity: judged.severity, since: now, burned: now }, told: 'burning' };
    const isGraver = compareSeverity(judged.severity, severity) > 0;
    return { next: { severity: isGraver ? judged.severity : severity, since, burned: now }, told: isGraver ? 'burning' : null };
  }
  if (severity === null || judged.state === 'unknown' || now - (burned ?? 0) < QUIET) return { next: standing, told: null };
  return { next: { severity: null, since: null, burned }, told: 'recovered' };
}
