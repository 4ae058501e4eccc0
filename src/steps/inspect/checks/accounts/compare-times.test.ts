import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareTimes } from './compare-times.ts';

it('gives the exact chances of tables', () => {
  // Complete separation of 4 and 3: one of 35 ways; of 3 and 3: one of 20; of 2 and 2: one of 6.
  expect(compareTimes([10, 11, 12, 13], [1, 2, 3])).toMatchObject({ p: 1 / 35, least: 1 / 35, gap: 9.5 });
  expect(compareTimes([10, 11, 12], [1, 2, 3]).p).toBeCloseTo(0.05, 10);
  expect(compareTimes([10, 11], [1, 2]).p).toBeCloseTo(1 / 6, 10);

  expect(compareTimes([], [1]).p).toBe(1);
});

it('accuses rarely where both are alike, and finds what hashing takes', () => {
  const times = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 });
  // A network whose answers are mostly quick and sometimes slow.
  const samples = fc.sample(times, { seed: 7, numRuns: 1_000 }).map((all) => all.map((share) => 30 + 40 * share ** 4));
  const accuses = (extra: number) =>
    samples.filter((all) => {
      const { p, gap, noise } = compareTimes(
        all.slice(0, 4).map((ms) => ms + extra),
        all.slice(4),
      );
      return p <= 0.05 && gap > Math.max(15, noise);
    }).length;
  expect(accuses(0)).toBeLessThan(10);
  expect(accuses(80)).toBeGreaterThan(900);
});
