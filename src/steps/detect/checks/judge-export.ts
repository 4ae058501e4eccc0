import type { Severity } from '#kernel/outcome.ts';

/** What one exporter took on one day, and what is known of the thirty days before and after. */
export interface ExportFacts {
  readonly bytes: number;
  /** Other days on which the same exporter exported, and the most that they took on one of them. */
  readonly ownDays: number;
  readonly ownMost: number;
  /** Other days on which the same address worked in the back office. */
  readonly deskDays: number;
  /** Different others who exported now and then, not day by day, and the most that one of them took on one day. */
  readonly others: number;
  readonly othersMost: number;
  /** Other days of which there is any telemetry. */
  readonly knownDays: number;
}

/** Some five hundred lines of a customer list: less is somebody's own data or a page of a list. */
const FLOOR = 50_000;
const TIMES_USUAL = 3;
/** What somebody of the back office takes home without more ado: a few thousand orders. */
const DESK = 2_000_000;
const WEEK = 7;

/**
 * Whether an export is out of the ordinary, and how grave; `null` for the exporter who does so regularly, such as a nightly job,
 * also on a day with three times as much. Somebody who works in the back office day by day may export now and then: low. Where many people export from many places nobody can tell from the log: low.
 */
export function judgeExport(facts: ExportFacts): Severity | null {
  if (facts.bytes < FLOOR) return null;
  if (facts.ownDays >= 2 && facts.bytes <= TIMES_USUAL * facts.ownMost) return null;
  if (facts.others >= 3 && facts.bytes <= TIMES_USUAL * facts.othersMost) return 'low';
  if (facts.deskDays >= 2 && facts.bytes <= DESK) return 'low';
  return facts.knownDays >= WEEK ? 'high' : 'medium';
}
