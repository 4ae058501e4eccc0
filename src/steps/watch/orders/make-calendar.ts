import type { ShopCalendar } from './working-days.ts';

type HolidayLookUp = (day: string) => boolean;

const byCountry = new Map<string, HolidayLookUp>();

/** Public holidays of a country (ISO 3166-1 alpha-2); of one that is not known none. The tables are loaded when first asked for. */
async function holidaysOf(country: string): Promise<HolidayLookUp> {
  const known = byCountry.get(country);
  if (known !== undefined) return known;
  const { default: Holidays } = await import('date-holidays');
  const table = new Holidays(country, { types: ['public'] });
  const years = new Map<string, ReadonlySet<string>>();
  const isHoliday = (day: string): boolean => {
    const year = day.slice(0, 4);
    let days = years.get(year);
    if (days === undefined) {
      days = new Set((table.getHolidays(Number(year)) ?? []).flatMap(({ date, type }) => (type === 'public' ? [date.slice(0, 10)] : [])));
      years.set(year, days);
    }
    return days.has(day);
  };
  byCountry.set(country, isHoliday);
  return isHoliday;
}

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
export async function makeCalendar({ zone, country, workdays, cutOff, closed }: CalendarSettings): Promise<ShopCalendar> {
  const isPublic = await holidaysOf(country);
  const own = new Set(closed);
  return { zone, cutOff, workdays: new Set(workdays), isHoliday: (day) => own.has(day) || isPublic(day) };
}
