import type { Severity } from '#kernel/outcome.ts';
import type { UsualAmount } from './usual-amount.ts';

/** What one exporter took on one day, and what is known of the thirty days before and after. */
export interface ExportFacts {
  readonly bytes: number;
  /** The most that was taken in one hour of the day. */
  readonly mostAnHour: number;
  /** What is usual for the same exporter. */
  readonly own: UsualAmount;
  /** The exporter is an account that always came from one address, and now comes from another. */
  readonly isElsewhere: boolean;
  /** Other days on which the same address worked in the back office. */
  readonly deskDays: number;
  /** Different others who exported now and then, not day by day, and the most that one of them took on one day. */
  readonly others: number;
  readonly othersMost: number;
  /** Other days of which there is any telemetry. */
  readonly knownDays: number;
}

/** `new`: by somebody who does not usually. The others are regular: `more` in a day, `fast` in an hour, at another time, from another place. */
type ExportReason = 'new' | 'more' | 'fast' | 'untimely' | 'elsewhere';

export interface ExportVerdict {
  readonly level: Severity;
  readonly because: ExportReason;
}

/** Some five hundred lines of a customer list: less is somebody's own data or a page of a list. */
const FLOOR = 50_000;
const TIMES_USUAL = 3;
/** What somebody of the back office takes home without more ado: a few thousand orders. */
const DESK = 2_000_000;
const WEEK = 7;
const REGULAR_DAYS = 2;
/** Of an hour, only so much is worth a word: it stands in a day that is usual. */
const HOUR_FLOOR = 1_000_000;

/**
 * Whether an export is out of the ordinary, and how grave; `null` for the exporter who does so regularly, such as a nightly job,
 * also on a day with three times as much. Somebody who works in the back office day by day may export now and then: low.
 * Where many people export from many places nobody can tell from the log: low.
 */
export function judgeExport(facts: ExportFacts): ExportVerdict | null {
  const { bytes, own } = facts;
  if (bytes < FLOOR) return null;
  if (own.days >= REGULAR_DAYS) {
    if (facts.isElsewhere) return { level: 'critical', because: 'elsewhere' };
    if (own.schedule === 'off') return { level: 'medium', because: 'untimely' };
    if (bytes <= (own.day ?? 0)) return isFast(facts) ? { level: 'medium', because: 'fast' } : null;
  }
  return { level: levelOf(facts), because: own.days >= REGULAR_DAYS ? 'more' : 'new' };
}

function isFast({ mostAnHour, own }: ExportFacts): boolean {
  // An office's pace is its own every day: a week tells it, a few days do not.
  return own.days >= WEEK && own.hour !== null && mostAnHour >= HOUR_FLOOR && mostAnHour > own.hour;
}

/** A new exporter from a new address is the worst there is, as soon as a week tells who is new; a day or two of it make him suspicious. */
function levelOf({ bytes, own, others, othersMost, deskDays, knownDays }: ExportFacts): Severity {
  if (others >= 3 && bytes <= TIMES_USUAL * othersMost) return 'low';
  if (deskDays >= 2 && bytes <= DESK) return 'low';
  if (knownDays >= WEEK) return own.days === 0 && deskDays === 0 ? 'critical' : 'high';
  return knownDays >= REGULAR_DAYS ? 'high' : 'medium';
}
