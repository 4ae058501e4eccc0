import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '#kernel/time.ts';
import { forecast } from './forecast.ts';
import { type DayPeak, judgeTrend } from './judge-trend.ts';
import { blackFriday, nextPeak } from './next-peak.ts';

const NOW = Date.UTC(2026, 10, 20, 15);
const TODAY = Date.UTC(2026, 10, 20);
const daysOf = (count: number, peak: (daysAgo: number) => number, until = TODAY): DayPeak[] =>
  Array.from({ length: count }, (_, nth) => ({ day: until - (count - nth) * DAY, peak: peak(count - nth) }));
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

describe('when it is full', () => {
  it('a disk that fills by a hundredth a day is full when it says', () => {
    const { state, level, slope, full } = judgeTrend(
      daysOf(28, (ago) => 0.78 - 0.01 * ago),
      1,
      NOW,
    );
    expect({ state, level, slope }).toEqual({ state: 'growing', level: expect.closeTo(0.78), slope: expect.closeTo(0.01) });
    expect(dayOf(full?.likely ?? 0)).toBe('2026-12-12');
  });
  it('is never told from fewer than seven days, and today is not over', () => {
    expect(
      judgeTrend(
        daysOf(6, (ago) => 0.9 - 0.01 * ago),
        1,
        NOW,
      ),
    ).toMatchObject({ state: 'few', days: 6, full: null, level: null });
    expect(judgeTrend([...daysOf(6, (ago) => 0.9 - 0.01 * ago), { day: TODAY, peak: 0.9 }], 1, NOW).state).toBe('few');
    expect(
      judgeTrend(
        daysOf(7, (ago) => 0.9 - 0.01 * ago),
        1,
        NOW,
      ).state,
    ).toBe('growing');
    expect(judgeTrend([], 1, NOW).state).toBe('few');
  });
  it('what does not surely grow has no day; what is full is', () => {
    expect(
      judgeTrend(
        daysOf(28, () => 0.5),
        1,
        NOW,
      ),
    ).toMatchObject({ state: 'steady', full: null });
    expect(
      judgeTrend(
        daysOf(28, (ago) => 0.5 + 0.01 * ago),
        1,
        NOW,
      ).state,
    ).toBe('steady');
    expect(
      judgeTrend(
        daysOf(28, (ago) => 0.5 + (ago % 2) * 0.2),
        1,
        NOW,
      ).state,
    ).toBe('steady');
    expect(
      judgeTrend(
        daysOf(28, () => 1),
        1,
        NOW,
      ).state,
    ).toBe('full');
  });
  it('looks no further than what it knows allows', () => {
    expect(
      judgeTrend(
        daysOf(28, (ago) => 0.1 - 0.0001 * ago),
        1,
        NOW,
      ),
    ).toMatchObject({ state: 'far', full: null });
    expect(
      judgeTrend(
        daysOf(7, (ago) => 0.5 - 0.005 * ago),
        1,
        NOW,
      ).state,
    ).toBe('far');
  });
  it('days of long ago are another time', () => {
    const old = daysOf(60, () => 0.1, TODAY - 28 * DAY);
    expect(judgeTrend([...old, ...daysOf(28, (ago) => 0.78 - 0.01 * ago)], 1, NOW).slope).toBeCloseTo(0.01);
  });
});

it('any growth is found in spite of noise, and of a fifth of the days that are far off', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.004, max: 0.02, noNaN: true }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      fc.array(fc.double({ min: -0.004, max: 0.004, noNaN: true }), { minLength: 28, maxLength: 28 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { maxLength: 5 }),
      (slope, start, noise, odd) => {
        const days = daysOf(28, (ago) => start + slope * (28 - ago) + (noise[ago - 1] ?? 0) + (odd.includes(ago) ? 0.4 : 0));
        const found = judgeTrend(days, 10, NOW);
        expect(Math.abs((found.slope ?? 0) - slope)).toBeLessThan(0.004);
      },
    ),
  );
});

it('its answer holds together whatever the days are', () => {
  const days = fc.array(fc.record({ day: fc.integer({ min: 0, max: 60 }), peak: fc.double({ min: 0, max: 1.2, noNaN: true }) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(days, (all) => {
      const distinct = [...new Map(all.map(({ day, peak }) => [day, { day: TODAY - day * DAY, peak }])).values()];
      const { state, full, slopeLow, slope, slopeHigh, days: known } = judgeTrend(distinct, 1, NOW);
      expect(state === 'few').toBe(known < 7);
      expect(full === null).toBe(state !== 'growing' && state !== 'full');
      if (slope !== null && slopeLow !== null && slopeHigh !== null) {
        expect(slopeLow).toBeLessThanOrEqual(slope);
        expect(slope).toBeLessThanOrEqual(slopeHigh);
      }
      if (full === null) return;
      expect(full.earliest).toBeGreaterThanOrEqual(NOW);
      expect(full.likely).toBeGreaterThanOrEqual(full.earliest);
      if (full.latest !== null) expect(full.latest).toBeGreaterThanOrEqual(full.likely);
    }),
    { numRuns: 500 },
  );
});

it('knows Black Friday', () => {
  expect([2024, 2025, 2026, 2027].map((year) => dayOf(blackFriday(year)))).toEqual([
    '2024-11-29',
    '2025-11-28',
    '2026-11-27',
    '2027-11-26',
  ]);
});

describe('the next peak', () => {
  const none = { growth: null, factor: null };
  /** A year: 100 calls a minute then, 150 now, and the sale five times a usual day. */
  const year = daysOf(395, (ago) => (ago > 200 ? 100 : 150)).map(({ day, peak }) => ({
    day,
    peak: dayOf(day) === '2025-11-28' ? 500 : peak,
  }));
  it('is last year’s, times how much more is asked than then', () => {
    expect(nextPeak(year, none, NOW)).toMatchObject({
      ...{ event: 'black-friday', day: blackFriday(2026), usual: 150, lastYear: 500, growth: 1.5, growthFrom: 'data' },
      ...{ rate: 750, from: 'last-year', times: 5, unknown: null },
    });
  });
  it('a person’s figure counts more', () => {
    expect(nextPeak(year, { growth: 2, factor: 9 }, NOW)).toMatchObject({ rate: 1_000, growthFrom: 'person', from: 'last-year' });
  });
  it('without a last year it is a factor that somebody states, and else not known', () => {
    const young = daysOf(28, () => 150);
    expect(nextPeak(young, { growth: null, factor: 4 }, NOW)).toMatchObject({ rate: 600, from: 'factor', lastYear: null, times: 4 });
    expect(nextPeak(young, none, NOW)).toMatchObject({ rate: null, times: null, unknown: 'no-last-year' });
    expect(
      nextPeak(
        daysOf(3, () => 150),
        { growth: 2, factor: 4 },
        NOW,
      ),
    ).toMatchObject({ rate: null, unknown: 'few-days' });
  });
  it('a last year without the weeks before says no growth', () => {
    const onlySale = year.filter(({ day }) => day > Date.UTC(2026, 9, 20) || (day > Date.UTC(2025, 10, 24) && day < Date.UTC(2025, 11, 3)));
    expect(nextPeak(onlySale, none, NOW)).toMatchObject({ lastYear: 500, growth: null, rate: null, unknown: 'no-growth' });
    expect(nextPeak(onlySale, { growth: 1.1, factor: null }, NOW)).toMatchObject({ rate: expect.closeTo(550) });
  });
  it('after the sale comes Christmas, on the day that was busiest, and after that the next sale', () => {
    const december = year.map((one) => (dayOf(one.day) === '2025-12-16' ? { ...one, peak: 400 } : one));
    expect(nextPeak(december, none, Date.UTC(2026, 11, 1))).toMatchObject({
      event: 'christmas',
      day: Date.UTC(2026, 11, 16),
      lastYear: 400,
    });
    expect(nextPeak(december, none, Date.UTC(2026, 11, 30))).toMatchObject({ event: 'black-friday', day: blackFriday(2027) });
  });
});

describe('how full it would be at the peak', () => {
  const peak = {
    ...nextPeak(
      daysOf(28, () => 100),
      { growth: null, factor: 3 },
      NOW,
    ),
    day: TODAY + 20 * DAY,
  };
  const of = (what: 'cpu' | 'disk' | 'queue', days: DayPeak[], next = peak) =>
    forecast({ service: '', host: 'db-1', what, part: '', days }, next, TODAY);
  it('a processor by what is asked, a disk by time', () => {
    expect(
      of(
        'cpu',
        daysOf(28, () => 0.4),
      ),
    ).toMatchObject({ atPeak: expect.closeTo(1.2), atPeakBy: 'demand' });
    expect(
      of(
        'disk',
        daysOf(28, (ago) => 0.7 - 0.01 * ago),
      ),
    ).toMatchObject({ atPeak: expect.closeTo(0.9), atPeakBy: 'time' });
    expect(
      of(
        'disk',
        daysOf(28, () => 0.7),
      ),
    ).toMatchObject({ atPeak: expect.closeTo(0.7) });
  });
  it('is not known where the peak is not, and of what nothing bounds', () => {
    expect(
      of(
        'cpu',
        daysOf(28, () => 0.4),
        { ...peak, times: null },
      ),
    ).toMatchObject({ atPeak: null, atPeakBy: null });
    expect(
      of(
        'queue',
        daysOf(28, (ago) => 500 - ago),
      ),
    ).toMatchObject({ atPeak: null, trend: { state: 'growing', full: null } });
    expect(
      of(
        'cpu',
        daysOf(3, () => 0.4),
      ),
    ).toMatchObject({ atPeak: null, trend: { state: 'few' } });
  });
});
