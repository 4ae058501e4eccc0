import { expect, test } from 'vitest';
import { partOfDay } from './part-of-day.ts';

test('greets by the hour of the shop, not of the server', () => {
  const at = new Date('2026-11-23T02:41:00Z');
  expect(partOfDay(at, 'Europe/Warsaw')).toBe('morning');
  expect(partOfDay(at, 'Asia/Tokyo')).toBe('morning');
  expect(partOfDay(at, 'America/New_York')).toBe('evening');
  expect(partOfDay(new Date('2026-11-23T12:00:00Z'), 'UTC')).toBe('afternoon');
  expect(partOfDay(new Date('2026-11-23T01:00:00Z'), 'UTC')).toBe('evening');
});
