import { expect, test } from 'vitest';
import { hoursAfter, isWithdrawn, notificationOf } from './filing-state.ts';
import { readLocalTime } from './read-local-time.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
const filing = (kind: 'first' | 'supplement' | 'withdrawal', hour: number) => ({ kind, at: at(hour) });

test('a first notification holds until it is withdrawn; a later one holds again', () => {
  expect(notificationOf([])).toBeNull();
  expect(isWithdrawn([])).toBe(false);
  expect(notificationOf([filing('first', 1), filing('supplement', 2)])?.at).toEqual(at(1));
  expect(isWithdrawn([filing('first', 1), filing('withdrawal', 2)])).toBe(true);
  expect(notificationOf([filing('first', 1), filing('withdrawal', 2), filing('first', 3)])?.at).toEqual(at(3));
});

test('hours after becoming aware are whole and never negative', () => {
  expect(hoursAfter(at(0), new Date(at(20).getTime() + 59 * 60_000))).toBe(20);
  expect(hoursAfter(at(5), at(3))).toBe(0);
});

test.each([
  ['2026-11-22T14:30', 'Europe/Warsaw', '2026-11-22T13:30:00.000Z'],
  ['2026-07-22T14:30', 'Europe/Warsaw', '2026-07-22T12:30:00.000Z'],
  ['2026-10-25T12:00', 'Europe/Warsaw', '2026-10-25T11:00:00.000Z'],
  ['2026-11-22T00:10', 'Asia/Tokyo', '2026-11-21T15:10:00.000Z'],
  ['2026-11-22T14:30', 'UTC', '2026-11-22T14:30:00.000Z'],
])('%s in %s is %s', (text, zone, iso) => {
  expect(readLocalTime(text, zone)?.toISOString()).toBe(iso);
});

test('another text is no time', () => {
  for (const text of ['', 'yesterday', '2026-11-22', '2026-99-22T14:30']) expect(readLocalTime(text, 'UTC')).toBeNull();
});
