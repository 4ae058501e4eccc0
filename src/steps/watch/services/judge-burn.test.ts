import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY, MINUTE } from '#kernel/time.ts';
import { addDurations, quantileOf, slowerThan } from './durations.ts';
import { followSlo, type SloStanding } from './follow-slo.ts';
import { judgeBurn, type SloWindows } from './judge-burn.ts';

const quiet: SloWindows = {
  ...{ '5m': { events: 50, failed: 0 }, '30m': { events: 300, failed: 0 }, '1h': { events: 600, failed: 0 } },
  ...{ '6h': { events: 3_600, failed: 0 }, '3d': { events: 43_200, failed: 10 }, '28d': { events: 400_000, failed: 100 } },
};
const seen = (change: Partial<Record<keyof SloWindows, [number, number]>>): SloWindows => ({
  ...quiet,
  ...Object.fromEntries(Object.entries(change).map(([name, [events, failed]]) => [name, { events, failed }])),
});

it('burns fast when an hour and its last five minutes both do, and not when it is over', () => {
  expect(judgeBurn(seen({ '1h': [600, 9], '5m': [50, 1] }), 0.999)).toMatchObject({ state: 'burning', rule: 'fast', severity: 'high' });
  expect(judgeBurn(seen({ '1h': [600, 9], '5m': [50, 0] }), 0.999)).toMatchObject({ state: 'fine', left: expect.closeTo(0.75) });
  expect(judgeBurn(seen({ '1h': [600, 8], '5m': [50, 1] }), 0.999)).toMatchObject({ state: 'fine' });
  expect(judgeBurn(seen({ '6h': [3_600, 22], '30m': [300, 2] }), 0.999)).toMatchObject({ rule: 'steady', severity: 'medium' });
  expect(judgeBurn(seen({ '3d': [43_200, 44], '6h': [3_600, 4] }), 0.999)).toMatchObject({ rule: 'slow', severity: 'low' });
});

it('a few calls are too little to tell, and none is not known', () => {
  const few = seen({ '5m': [1, 1], '30m': [2, 1], '1h': [4, 2], '6h': [10, 2], '3d': [20, 2], '28d': [20, 2] });
  expect(judgeBurn(few, 0.999)).toMatchObject({ state: 'few', left: null });
  expect(judgeBurn(seen({ '5m': [3, 1], '30m': [20, 1], '1h': [40, 2] }), 0.99)).toMatchObject({ state: 'fine' });
  const none = seen({ '5m': [0, 0], '30m': [0, 0], '1h': [0, 0], '6h': [0, 0] });
  expect(judgeBurn(none, 0.999)).toMatchObject({ state: 'unknown', rates: { '1h': null } });
});

it('a whole outage burns fast for every goal that can be set', () => {
  const out = seen({ '5m': [50, 50], '30m': [300, 300], '1h': [600, 600], '6h': [3_600, 600] });
  fc.assert(fc.property(fc.double({ min: 0.8, max: 0.99999, noNaN: true }), (target) => judgeBurn(out, target).rule === 'fast'));
});

it('is told once, again when graver, over after five quiet minutes, and never over because nobody knows', () => {
  const start: SloStanding = { severity: null, since: null, burned: null };
  const burning = (severity: 'low' | 'medium' | 'high') => ({ state: 'burning', severity }) as const;
  const fine = { state: 'fine', severity: null } as const;
  const one = followSlo(start, burning('medium'), 1_000);
  expect(one).toMatchObject({ told: 'burning', next: { severity: 'medium', since: 1_000 } });
  expect(followSlo(one.next, burning('medium'), 2_000).told).toBeNull();
  const two = followSlo(one.next, burning('high'), 3_000);
  expect(two).toMatchObject({ told: 'burning', next: { severity: 'high', since: 1_000, burned: 3_000 } });
  expect(followSlo(two.next, burning('low'), 4_000)).toMatchObject({ told: null, next: { severity: 'high' } });
  expect(followSlo(two.next, fine, 3_000 + 4 * MINUTE).told).toBeNull();
  expect(followSlo(two.next, { state: 'unknown', severity: null }, DAY).told).toBeNull();
  expect(followSlo(two.next, fine, 3_000 + 5 * MINUTE)).toMatchObject({ told: 'recovered', next: { severity: null, since: null } });
});

it('durations tell quantiles and shares right to a twentieth', () => {
  const kept = (ms: number) => ({ [String(Math.floor(Math.log2(ms) * 8))]: 1 });
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 200 }), (values) => {
      const durations = values.map(kept).reduce(addDurations, {});
      const sorted = [...values].sort((a, b) => a - b);
      const median = sorted[Math.ceil(0.5 * sorted.length) - 1] ?? 0;
      const found = quantileOf(durations, 0.5) ?? 0;
      expect(found / median).toBeGreaterThan(0.91);
      expect(found / median).toBeLessThan(1.1);
      expect(slowerThan(durations, sorted[0] ?? 0).timed).toBe(values.length);
      expect(slowerThan(durations, 200_000).slower).toBe(0);
      expect(slowerThan(durations, 0.001).slower).toBe(values.length);
    }),
  );
  expect(quantileOf({}, 0.5)).toBeNull();
});
