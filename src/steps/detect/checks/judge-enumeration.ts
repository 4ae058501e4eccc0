import type { Severity } from '#kernel/outcome.ts';
import { steadyEnough } from './steady-days.ts';

/** What was counted about one campaign on one route. */
export interface EnumerationFacts {
  /** Most different records in ten minutes, and in a day. */
  readonly peakTenMinutes: number;
  readonly peakDay: number;
  /** What is usual for one visitor of this route; `null` when nobody knows yet. */
  readonly usualTenMinutes: number | null;
  readonly usualDay: number | null;
  /** 0 to 1: how much the numbers look counted through. */
  readonly sequential: number;
  /** Reads nothing but records: no images, styles, other pages. */
  readonly bare: boolean;
  /** Whether ids of this route have an order in which they can be counted through at all. */
  readonly countable: boolean;
  /** Days on which the same readers read about as much, and days of which there is telemetry. */
  readonly steadyDays: number;
  readonly knownDays: number;
  /** Successful sign-ins of the same readers in the meantime. */
  readonly signIns: number;
  /** Staff pages: one person works through many records there. */
  readonly staff: boolean;
  /** A page for customers themselves: staff read orders elsewhere. */
  readonly page: boolean;
  /** A crawler whose address belongs to its owner's published ranges. */
  readonly crawler: boolean;
  /** Every answer had the same size: perhaps a sign-in page and no record. */
  readonly sameSize: boolean;
  readonly records: number;
}

export interface EnumerationVerdict {
  readonly how: 'fast' | 'counting' | 'slow';
  readonly level: Severity;
  readonly succeeded: 'yes' | 'unknown';
  readonly threshold: number;
}

const FLOOR = { tenMinutes: 20, day: 40, staff: 60 } as const;
const TIMES_USUAL = 3;

/** The number of different records from which one visitor is conspicuous. */
export function thresholdOf(facts: Pick<EnumerationFacts, 'usualTenMinutes' | 'usualDay' | 'staff'>): { tenMinutes: number; day: number } {
  const floor = facts.staff ? FLOOR.staff : FLOOR.tenMinutes;
  return {
    tenMinutes: Math.max(floor, TIMES_USUAL * (facts.usualTenMinutes ?? 0)),
    day: Math.max(FLOOR.day, 2 * floor, TIMES_USUAL * (facts.usualDay ?? 0)),
  };
}

/** Whether somebody reads through other people's records, and how bad it is; `null` when it looks like ordinary use. */
export function judgeEnumeration(facts: EnumerationFacts): EnumerationVerdict | null {
  if (facts.crawler || steadyEnough(facts) || isCrowd(facts)) return null;
  const threshold = thresholdOf(facts);
  const counting = Math.max(10, 2 * (facts.usualTenMinutes ?? 0), facts.staff ? FLOOR.staff : 0);
  const succeeded = facts.sameSize ? 'unknown' : 'yes';
  const level: Severity = facts.sameSize ? 'medium' : facts.records >= 100 ? 'critical' : 'high';
  if (facts.peakTenMinutes >= threshold.tenMinutes) return { how: 'fast', level, succeeded, threshold: threshold.tenMinutes };
  if (facts.bare && facts.sequential >= 0.8 && facts.peakTenMinutes >= counting)
    return { how: 'counting', level, succeeded, threshold: counting };
  // Where ids cannot be counted through, only the number is left to tell.
  if (facts.bare && !facts.countable && facts.peakDay >= UNORDERED * threshold.day)
    return { how: 'slow', level, succeeded, threshold: UNORDERED * threshold.day };
  if (facts.bare && facts.sequential >= 0.5 && facts.peakDay >= threshold.day)
    return { how: 'slow', level, succeeded, threshold: threshold.day };
  return judgeHardToSee(facts, threshold.day, { level, succeeded });
}

/**
 * Readers who do one thing to stay unseen. By day too few, yet nothing but a sequence over days; or with the images and styles of a browser,
 * yet far more than the people who signed in there could own: in sequence, or on a page for customers whose ids cannot be counted through.
 * Elsewhere that may be staff at home: nobody can tell from the log.
 */
function judgeHardToSee(
  facts: EnumerationFacts,
  day: number,
  told: Pick<EnumerationVerdict, 'level' | 'succeeded'>,
): EnumerationVerdict | null {
  const isOverdone = facts.records >= FLOOR.tenMinutes * (1 + facts.signIns);
  if (!facts.countable && facts.page && isOverdone && facts.peakDay >= UNORDERED * day)
    return { how: 'slow', ...told, threshold: UNORDERED * day };
  if (facts.sequential < COUNTED) return null;
  const many = facts.bare ? facts.records >= day : facts.peakDay >= day && isOverdone;
  return many ? { how: 'slow', ...told, threshold: day } : null;
}

/** So much in sequence is no customer's own: theirs lie apart, since others order in between. */
const COUNTED = 0.9;

const UNORDERED = 2.5;
const CROWD = { signIns: 5, recordsEach: 6 } as const;

/** Many customers behind one address of a carrier or an office: each signs in, and reads a few records of his own. */
function isCrowd({ bare, signIns, records }: EnumerationFacts): boolean {
  return !bare && signIns >= CROWD.signIns && records <= CROWD.recordsEach * signIns;
}
