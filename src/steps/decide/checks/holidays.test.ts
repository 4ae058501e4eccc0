import { expect, test } from 'vitest';
import { holidaysOf } from '#engines/holidays/holidays-of.ts';
import { DAY } from '#kernel/time.ts';
import { lawTables } from '../tables.ts';
import { isPublicHoliday } from './holidays.ts';

test('our table of holidays is what the library says, for every place whose law counts days, and beyond its years', () => {
  const places = [...new Set(lawTables().regimes.flatMap(({ holidays }) => (holidays === undefined ? [] : [holidays])))];
  expect(places.length).toBeGreaterThan(3);
  const wrong: string[] = [];
  for (const place of places) {
    const says = holidaysOf(place);
    for (let at = Date.UTC(2016, 0, 1); at < Date.UTC(2043, 0, 1); at += DAY) {
      const day = new Date(at).toISOString().slice(0, 10);
      if (says(day) !== isPublicHoliday(place, day)) wrong.push(`${place} ${day}`);
    }
  }
  expect(wrong).toEqual([]);
  expect([isPublicHoliday('', '2026-12-25'), isPublicHoliday('DE', '2026-10-03')]).toEqual([false, true]);
});
