import { describe, expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import { availabilityOf, barsOf, lineOf, type Slot } from './hours-of-day.ts';

const now = new Date('2026-03-01T12:30:00Z');
const hour = (h: number, slot: Partial<Slot> = {}): Slot => ({
  at: new Date(Date.UTC(2026, 2, 1, h)),
  up: 10,
  down: 0,
  unknown: 0,
  ms: 100,
  ...slot,
});

describe('a day of a check', () => {
  it('shows hours in which nobody looked as not watched, never as up', () => {
    expect(barsOf([hour(12), hour(11, { up: 0, unknown: 5 }), hour(10, { down: 1 }), hour(9, { ms: 900 })], now, 5)).toEqual([
      'unwatched',
      'slow',
      'down',
      'unwatched',
      'up',
    ]);
  });

  it('leaves gaps in the line', () => {
    expect(lineOf([hour(12)], now, 2, HOUR).map(([, ms]) => ms)).toEqual([null, 100]);
  });

  it('counts only looks, and says how much of the time was watched', () => {
    const since = new Date('2026-03-01T09:00:00Z');
    expect(availabilityOf([hour(12), hour(11, { up: 5, down: 5 })], now, 24, HOUR, since)).toEqual({ up: 0.75, watched: 0.5 });
    expect(availabilityOf([], now, 24, HOUR, since).up).toBeNull();
  });
});
