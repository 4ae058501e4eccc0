import { expect, it } from 'vitest';
import { addDays, instantOf, localTime, readWallTime, wallTimeOf, weekdayOf } from './local-time.ts';

const iso = (at: number): string => new Date(at).toISOString();

it.each([
  ['2026-07-01T22:30:00Z', 'Europe/Warsaw', '2026-07-02', 30],
  ['2026-01-01T22:59:00Z', 'Europe/Warsaw', '2026-01-01', 1439],
  ['2026-11-30T15:00:00Z', 'Asia/Tokyo', '2026-12-01', 0],
  ['2026-11-30T04:59:00Z', 'America/New_York', '2026-11-29', 1439],
  ['2026-11-30T00:00:00Z', 'UTC', '2026-11-30', 0],
  ['2026-11-30T00:00:00Z', 'Asia/Kathmandu', '2026-11-30', 345],
])('%s in %s', (at, zone, day, minutes) => {
  expect(localTime(Date.parse(at), zone)).toEqual({ day, minutes });
  expect(iso(instantOf({ day, minutes }, zone))).toBe(new Date(at).toISOString());
});

it('an hour that comes twice means the first, one that is left out the moment after', () => {
  expect(iso(instantOf({ day: '2026-10-25', minutes: 150 }, 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z');
  expect(iso(instantOf({ day: '2026-03-29', minutes: 150 }, 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z');
});

it('days and weekdays go over months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect([weekdayOf('2026-11-30'), weekdayOf('2026-11-29')]).toEqual([1, 7]);
});

it('a zone that nobody knows is an error', () => {
  expect(() => localTime(0, 'Mars/Olympus')).toThrow(RangeError);
});

it.each([
  ['2026-11-22T14:30', 'Europe/Warsaw', '2026-11-22T13:30:00.000Z'],
  ['2026-07-22T14:30', 'Europe/Warsaw', '2026-07-22T12:30:00.000Z'],
  ['2026-10-25T12:00', 'Europe/Warsaw', '2026-10-25T11:00:00.000Z'],
  ['2026-11-22T00:10', 'Asia/Tokyo', '2026-11-21T15:10:00.000Z'],
  ['2026-11-22T14:30', 'UTC', '2026-11-22T14:30:00.000Z'],
])('%s in %s is %s', (text, zone, iso) => {
  expect(readWallTime(text, zone)?.toISOString()).toBe(iso);
  expect(wallTimeOf(new Date(iso), zone)).toBe(text);
});

it('another text than a field sends is no time', () => {
  for (const text of ['', 'yesterday', '2026-11-22', '2026-99-22T14:30']) expect(readWallTime(text, 'UTC')).toBeNull();
});
