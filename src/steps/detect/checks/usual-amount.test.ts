import { describe, expect, it } from 'vitest';
import { type HourOfAmount, usualAmount } from './usual-amount.ts';

const MONDAY = Date.UTC(2026, 4, 4) / 3_600_000;
const at = (days: number, hour: number, amount = 100): HourOfAmount => ({ hour: MONDAY + days * 24 + hour, amount });
const nightly = (days: number, hour = 3): HourOfAmount[] => Array.from({ length: days }, (_, day) => at(day, hour));

describe('how much is usual', () => {
  it('nobody knows from one day', () => expect(usualAmount([at(0, 3)], MONDAY)).toMatchObject({ days: 1, day: null, hour: null }));
  it('three times the most of a few days', () =>
    expect(usualAmount([at(0, 3), at(1, 9, 400)], MONDAY)).toMatchObject({ days: 2, mostADay: 400, day: 1200 }));
  it('one theft among many days does not make the next one usual', () =>
    expect(usualAmount([...nightly(13), at(13, 3, 50_000)], MONDAY)).toMatchObject({ mostADay: 50_000, day: 300 }));
  it('what comes twice is no outlier', () =>
    expect(usualAmount([...nightly(12), at(12, 3, 5_000), at(13, 3, 6_000)], MONDAY)).toMatchObject({ day: 7_500 }));
  it('who takes very different amounts may take very different amounts', () => {
    const days = Array.from({ length: 10 }, (_, day) => at(day, 10, 100 + day * 100));
    expect(usualAmount(days, MONDAY).day).toBeGreaterThan(2_500);
  });
  it('a day is the sum of its hours, and an hour has a limit of its own', () => {
    const busy = Array.from({ length: 8 }, (_, day) => Array.from({ length: 24 }, (_, hour) => at(day, hour, 10))).flat();
    expect(usualAmount(busy, MONDAY)).toMatchObject({ days: 8, mostADay: 240, day: 720, hour: 30 });
  });
});

describe('when it comes', () => {
  const weekly = [0, 7, 14, 21].map((day) => at(day, 3));
  it.each<[string, readonly HourOfAmount[], HourOfAmount, string]>([
    ['every night, at its hour', nightly(10), at(10, 3), 'on'],
    ['every night, an hour later because of summer time', nightly(10), at(10, 4), 'on'],
    ['around midnight', nightly(10, 23), at(11, 0), 'on'],
    ['every night, in the afternoon', nightly(10), at(10, 15), 'off'],
    ['every Monday, on a Monday', weekly, at(28, 3), 'on'],
    ['every Monday, on a Tuesday', weekly, at(29, 3), 'off'],
    ['three Mondays are not yet a habit', weekly.slice(1), at(29, 3), 'unknown'],
    ['a few days are not yet a habit', nightly(5), at(6, 15), 'unknown'],
    ['at any time', Array.from({ length: 10 }, (_, day) => at(day, 8 + (day % 5))), at(10, 22), 'unknown'],
  ])('%s', (_name, past, now, schedule) => expect(usualAmount(past, now.hour).schedule).toBe(schedule));
});
