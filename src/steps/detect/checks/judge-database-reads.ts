import type { Severity } from '#kernel/outcome.ts';
import { steadyEnough } from './steady-days.ts';

/** What one client of the database read of one kind of record in one hour. */
export interface DatabaseHour {
  readonly user: string;
  /** Sealed reference of the user. */
  readonly account: string;
  readonly address: string;
  readonly kind: string;
  /** Hours since 1970. */
  readonly hour: number;
  /** Rows that were given out, as far as the log tells. */
  readonly records: number;
  /** Of them, those of statements that gave out a hundred rows and more. */
  readonly large: number;
  /** Statements of which the log does not tell how many rows they gave out. */
  readonly untold: number;
  /** Statements that took a table whole. */
  readonly dumps: number;
}

export interface DatabaseRead extends DatabaseHour {
  readonly how: 'dumped' | 'many';
  readonly level: Severity;
  /** The most of this kind that the user read in an hour before, in large statements. */
  readonly usualMost: number;
  /** Days before on which the database's log told anything. */
  readonly knownDays: number;
  readonly isNewPlace: boolean;
}

const LEARNED = 3;
const MANY = { least: 1000, times: 3, unlearned: 10_000 } as const;
const WEEKS = 3;

/**
 * Hours from `from` on (hours since 1970) in which somebody took a table of people whole, or far more rows than ever before. Pages ask for
 * few rows a statement, so a sale day has more statements and not larger ones. What is done on most days, or on the same day of the week
 * for three weeks, is a backup or a program of the shop's own, as long as it comes from the same place as the same user.
 */
export function judgeDatabaseReads(hours: readonly DatabaseHour[], from: number): DatabaseRead[] {
  const days = new Set(hours.map((one) => dayOf(one.hour)));
  return hours.flatMap((one): DatabaseRead[] => {
    if (one.hour < from) return [];
    // Of the same day, nothing is a habit yet.
    const past = hours.filter((other) => dayOf(other.hour) < dayOf(one.hour));
    const knownDays = [...days].filter((day) => day < dayOf(one.hour)).length;
    const ofUser = past.filter((other) => other.user === one.user);
    const fromThere = ofUser.filter((other) => other.address === one.address);
    const ofKind = fromThere.filter((other) => other.kind === one.kind);
    const usualMost = ofUser.reduce((most, other) => (other.kind === one.kind ? Math.max(most, other.large) : most), 0);
    const told = { ...one, usualMost, knownDays, isNewPlace: knownDays >= LEARNED && fromThere.length === 0 };
    if (
      one.dumps > 0 &&
      !isHabit(
        ofKind.filter((other) => other.dumps > 0),
        one.hour,
        knownDays,
      )
    ) {
      return [{ ...told, how: 'dumped', level: levelOf(told) }];
    }
    const isUsed = isHabit(
      ofKind.filter((other) => other.large * MANY.times >= one.large),
      one.hour,
      knownDays,
    );
    const threshold = knownDays < LEARNED ? MANY.unlearned : Math.max(MANY.least, MANY.times * usualMost);
    return one.large >= threshold && !isUsed ? [{ ...told, how: 'many', level: levelOf(told) }] : [];
  });
}

function levelOf({ knownDays, isNewPlace }: Pick<DatabaseRead, 'knownDays' | 'isNewPlace'>): Severity {
  if (knownDays < LEARNED) return 'medium';
  return isNewPlace ? 'critical' : 'high';
}

function isHabit(past: readonly DatabaseHour[], hour: number, knownDays: number): boolean {
  const days = new Set(past.map((one) => dayOf(one.hour)));
  if (steadyEnough({ steadyDays: days.size, knownDays })) return true;
  return Array.from({ length: WEEKS }, (_, week) => dayOf(hour) - 7 * (week + 1)).every((day) => days.has(day));
}

function dayOf(hour: number): number {
  return Math.floor(hour / 24);
}
