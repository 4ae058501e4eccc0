import { expect, test } from 'vitest';
import { hoursAfter, isWithdrawn, notificationOf } from './filing-state.ts';

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
