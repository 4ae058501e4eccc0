import { describe, expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import { lossyHours, usualLostShare } from './lossy-hours.ts';

const T = Date.UTC(2026, 4, 11);
const hours = (count: number, tries: number, lost: number, from = 0) =>
  Array.from({ length: count }, (_, nth) => ({ hour: T + (from + nth) * HOUR, tries, lost }));

describe('hours in which too many never get in', () => {
  it('sees a campaign of days whose hours are each too small to tell', () => {
    expect(lossyHours(hours(24, 24, 15), 0.03).size).toBe(24);
  });

  it('sees over a day what is drowned in every hour, also where a quarter is lost on ordinary days', () => {
    const day = [...hours(12, 10, 8), ...hours(12, 20, 12, 12)];
    expect(lossyHours(day, 0.24).size).toBe(24);
    expect(lossyHours(hours(24, 12, 3), 0.24).size).toBe(0);
  });

  it('sees one loud hour alone', () => {
    expect([...lossyHours([...hours(5, 60, 2), ...hours(1, 100, 40, 5)], 0.03)]).toEqual([T + 5 * HOUR]);
  });

  it('is silent on a sale day and after a newsletter: more of both', () => {
    expect(lossyHours(hours(14, 480, 24), 0.05).size).toBe(0);
    expect(lossyHours([...hours(8, 40, 2), ...hours(3, 600, 80, 8)], 0.05).size).toBe(0);
  });

  it('is silent where many always fail, and in a small shop by night', () => {
    expect(lossyHours(hours(24, 100, 30), 0.1).size).toBe(0);
    expect(lossyHours(hours(24, 3, 2), 0.03).size).toBe(0);
  });

  it('leaves out the ordinary hours between', () => {
    const found = lossyHours([...hours(3, 20, 19), ...hours(1, 50, 1, 3), ...hours(2, 20, 19, 4)], 0.03);
    expect(found.has(T + 3 * HOUR)).toBe(false);
    expect(found.size).toBe(5);
  });

  it('counts across a gap in the log only what lies within six hours', () => {
    expect(lossyHours([...hours(2, 20, 14), ...hours(2, 20, 14, 40)], 0.03).size).toBe(0);
  });
});

describe('the usual share', () => {
  it('is not moved by an attack of some days, and is unknown at first', () => {
    const quiet = { tries: 200, lost: 6 };
    const attack = { tries: 600, lost: 400 };
    expect(usualLostShare([quiet, attack, quiet, attack, quiet, quiet, attack])).toBeCloseTo(0.03);
    expect(usualLostShare([quiet, quiet])).toBeNull();
    expect(usualLostShare([quiet, quiet, { tries: 3, lost: 3 }])).toBeNull();
  });
});
