import { holidaysOf } from '#engines/holidays/holidays-of.ts';
import type { ShopCalendar } from './working-days.ts';

interface CalendarSettings {
  readonly zone: string;
  readonly country: string;
  /** 1 is Monday, 7 Sunday. */
  readonly workdays: readonly number[];
  /** Minutes since midnight. */
  readonly cutOff: number;
  /** Days on which nobody works, such as `2026-12-28`. */
  readonly closed: readonly string[];
}

export const usualWeek = { workdays: [1, 2, 3, 4, 5], cutOff: 12 * 60, closed: [] } as const;

/** A shop's calendar: its working days without its country's public holidays and the days on which it is closed. */
export function makeCalendar({ zone, country, workdays, cutOff, closed }: CalendarSettings): ShopCalendar {
  const isPublic = holidaysOf(country);
  const own = new Set(closed);
  return { zone, cutOff, workdays: new Set(workdays), isHoliday: (day) => own.has(day) || isPublic(day) };
}
