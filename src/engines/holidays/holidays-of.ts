import { createRequire } from 'node:module';

/** Whether a day (`2026-12-25`) is a public holiday. */
export type HolidayLookUp = (day: string) => boolean;

interface Table {
  getHolidays(year: number): readonly { readonly date: string; readonly type: string }[] | null;
}

const require = createRequire(import.meta.url);
const byPlace = new Map<string, HolidayLookUp>();

/**
 * Public holidays of a country (ISO 3166-1 alpha-2, `US-CA` for a state); of one that is not known none. The tables of the library are
 * large and are loaded when somebody first asks.
 */
export function holidaysOf(place: string): HolidayLookUp {
  const known = byPlace.get(place);
  if (known !== undefined) return known;
  const Holidays = require('date-holidays') as new (...place: unknown[]) => Table;
  const table = new Holidays(...place.split('-', 2), { types: ['public'] });
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
  byPlace.set(place, isHoliday);
  return isHoliday;
}
