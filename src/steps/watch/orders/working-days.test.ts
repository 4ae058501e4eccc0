import { beforeAll, expect, it } from 'vitest';
import { makeCalendar, usualWeek } from './make-calendar.ts';
import { dueAfter, type ShopCalendar } from './working-days.ts';

let poland: ShopCalendar;
beforeAll(async () => {
  poland = makeCalendar({ ...usualWeek, cutOff: 14 * 60, zone: 'Europe/Warsaw', country: 'PL', closed: ['2026-11-12'] });
});
const due = (at: string, days: number): string => new Date(dueAfter(Date.parse(at), days, poland)).toISOString();

it.each([
  ['before the cut-off of a Monday', '2026-11-30T12:59:00Z', 1, '2026-12-01T23:00:00.000Z'],
  ['after it', '2026-11-30T13:00:00Z', 1, '2026-12-02T23:00:00.000Z'],
  ['the same day', '2026-11-30T08:00:00Z', 0, '2026-11-30T23:00:00.000Z'],
  ['over a weekend', '2026-11-27T14:00:00Z', 1, '2026-12-01T23:00:00.000Z'],
  ['over a holiday and a day on which the shop is closed', '2026-11-10T15:00:00Z', 0, '2026-11-13T23:00:00.000Z'],
  ['over Christmas', '2026-12-23T10:00:00Z', 1, '2026-12-28T23:00:00.000Z'],
  ['over the change of the clock', '2026-10-23T10:00:00Z', 1, '2026-10-26T23:00:00.000Z'],
])('%s', (_, at, days, expected) => {
  expect(due(at, days)).toBe(expected);
});

it('a shop that never works is late after two months, and the search ends', () => {
  const idle = { ...poland, workdays: new Set<number>() };
  expect(dueAfter(Date.parse('2026-11-30T12:00:00Z'), 1, idle)).toBeGreaterThan(Date.parse('2027-01-15T00:00:00Z'));
});

it('a country that nobody knows has no holidays', async () => {
  const nowhere = makeCalendar({ ...usualWeek, zone: 'UTC', country: 'ZZ' });
  expect(nowhere.isHoliday('2026-12-25')).toBe(false);
});
