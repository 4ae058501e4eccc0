import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { holidaysOf } from '#engines/holidays/holidays-of.ts';
import { day } from '../regime-shape.ts';

const holidaysShape = z.strictObject({
  schema: z.literal('shopbell-holidays/1'),
  read_on: day,
  source: z.string().min(5),
  /** By place and year: month and day of each, with spaces. */
  places: z.record(z.string(), z.record(z.string().regex(/^\d{4}$/), z.string().regex(/^(\d\d-\d\d ?)+$/))),
});

let places: z.output<typeof holidaysShape>['places'] | undefined;
const years = new Map<string, ReadonlySet<string>>();

/** Whether a day (`2026-12-25`) is a public holiday of a place. What is not in our own table is asked of the library, which is slow to load. */
export function isPublicHoliday(place: string, on: string): boolean {
  if (place === '') return false;
  places ??= readData('regimes/holidays.yaml', holidaysShape).places;
  const year = on.slice(0, 4);
  const listed = places[place]?.[year];
  if (listed === undefined) return holidaysOf(place)(on);
  const key = `${place} ${year}`;
  const days = years.get(key) ?? new Set(listed.split(' '));
  years.set(key, days);
  return days.has(on.slice(5));
}
