import { addDays, instantOf, localTime, weekdayOf } from '#kernel/local-time.ts';

/** When a shop works. */
export interface ShopCalendar {
  /** IANA name. */
  readonly zone: string;
  /** 1 is Monday, 7 Sunday. */
  readonly workdays: ReadonlySet<number>;
  /** What comes in before these minutes of a working day is still handled on it. */
  readonly cutOff: number;
  /** Whether nobody works on a day (`2026-12-25`) although it is one of the weekdays. */
  isHoliday(day: string): boolean;
}

/** Nobody is idle longer: a calendar without working days must not search for ever. */
const MOST_DAYS = 60;

function isWorkday(day: string, calendar: ShopCalendar): boolean {
  return calendar.workdays.has(weekdayOf(day)) && !calendar.isHoliday(day);
}

function nextWorkday(day: string, calendar: ShopCalendar): string {
  let next = addDays(day, 1);
  for (let tries = 0; tries < MOST_DAYS && !isWorkday(next, calendar); tries++) next = addDays(next, 1);
  return next;
}

/**
 * The end of the last day (ms since 1970) on which what came in at `at` must be handled, when that takes so many working days: what comes in
 * before the cut-off of a working day counts from that day, all else from the next one. Pure.
 */
export function dueAfter(at: number, days: number, calendar: ShopCalendar): number {
  const local = localTime(at, calendar.zone);
  const inTime = isWorkday(local.day, calendar) && local.minutes < calendar.cutOff;
  let day = inTime ? local.day : nextWorkday(local.day, calendar);
  for (let left = days; left > 0; left--) day = nextWorkday(day, calendar);
  return instantOf({ day: addDays(day, 1), minutes: 0 }, calendar.zone);
}
