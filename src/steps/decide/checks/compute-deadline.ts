import { addDays, instantOf, localTime, weekdayOf } from '#kernel/local-time.ts';
import { addMs, HOUR, MINUTE } from '#kernel/time.ts';
import type { Limit } from '../regime-shape.ts';

/** Where days are counted: the zone, and the days on which authorities do not work. */
export interface DayCount {
  readonly zone: string;
  readonly isHoliday: (day: string) => boolean;
}

/**
 * The deadline: awareness plus exactly that many elapsed hours. Nights, weekends, holidays and changes of the clock do not move it
 * (Regulation 1182/71 Art. 3(4) shifts only periods not expressed in hours). Pure; instants in UTC.
 */
export function computeDeadline(aware: Date, hours: number): Date {
  return addMs(aware, hours * HOUR);
}

/**
 * The end of one limit. Hours elapse strictly. Days, months and working days keep the local time of day at the place whose law it is:
 * earlier than the end of that day, where most laws would still allow it. A month that is shorter ends on its last day. Pure.
 */
export function endOfLimit(limit: Limit, anchor: Date, count: DayCount): Date {
  if (limit.hours !== undefined) return computeDeadline(anchor, limit.hours);
  const { day, minutes } = localTime(anchor.getTime(), count.zone);
  const within = anchor.getTime() % MINUTE;
  const at = (last: string) => new Date(instantOf({ day: last, minutes }, count.zone) + within);
  if (limit.days !== undefined) return at(addDays(day, limit.days));
  if (limit.months !== undefined) return at(addMonths(day, limit.months));
  return at(addWorkingDays(day, limit.working_days ?? 0, count));
}

function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const same = new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDay.getUTCDate())));
  return same.toISOString().slice(0, 10);
}

function addWorkingDays(day: string, days: number, { isHoliday }: DayCount): string {
  let end = day;
  for (let left = days; left > 0; ) {
    end = addDays(end, 1);
    if (weekdayOf(end) <= 5 && !isHoliday(end)) left -= 1;
  }
  return end;
}

/** The reading of Regulation 1182/71 Art. 3(1), where the hour of the event is not counted: shown as information, never used. */
export function laterReading(aware: Date, hours: number): Date {
  const whole = (Math.floor(aware.getTime() / HOUR) + 1) * HOUR;
  return new Date(whole + hours * HOUR);
}

/** How an instant reads in a zone, with its offset, for example `2026-10-26 09:00 GMT+1`. */
export function showIn(at: Date, timeZone: string, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'long' }).format(at);
}

/** Time left in ms; negative when late. */
export function timeLeft(deadline: Date, now: Date): number {
  return deadline.getTime() - now.getTime();
}
