import { expect, it } from 'vitest';
import { judgeMetrics } from '../checks/judge-metrics.ts';
import { type Counters, followCounters } from './follow-counters.ts';

const sample = (name: string, value: number, labels: Record<string, string> = {}) => ({ name, value, labels }) as never;
const names = new Set(['requests_total', 'errors_total']);
const rateOf = (counters: Counters, value: number, at: number): number | undefined =>
  followCounters(counters, [sample('requests_total', value)], names, at)[0]?.value;

it('a counter’s rate is known from the second scrape on, per second, over five minutes', () => {
  const counters: Counters = new Map();
  expect(rateOf(counters, 1_000, 0)).toBeUndefined();
  expect(rateOf(counters, 1_600, 60_000)).toBe(10);
  expect(rateOf(counters, 1_600, 120_000)).toBe(5);
  for (let minute = 3; minute <= 9; minute++) rateOf(counters, 1_600, minute * 60_000);
  expect(rateOf(counters, 1_600, 600_000)).toBe(0);
  // Nothing for an hour: then the last scrape is what there is.
  expect(rateOf(counters, 1_600 + 3_600, 600_000 + 3_600_000)).toBe(1);
});

it('a counter that falls began anew, one that is gone is forgotten', () => {
  const counters: Counters = new Map();
  rateOf(counters, 5_000, 0);
  expect(rateOf(counters, 120, 60_000)).toBe(2);
  expect(followCounters(counters, [], names, 120_000)).toEqual([]);
  expect(rateOf(counters, 200, 180_000)).toBeUndefined();
  expect(rateOf(counters, Number.NaN, 200_000)).toBeUndefined();
});

it('a condition reads it in words, alone, summed and divided', () => {
  const counters: Counters = new Map();
  const page = (ok: number, bad: number) => [
    sample('requests_total', ok, { code: '200' }),
    sample('requests_total', bad, { code: '500' }),
    sample('errors_total', bad),
  ];
  followCounters(counters, page(0, 0), names, 0);
  const now = page(5_400, 600);
  const rates = followCounters(counters, now, names, 60_000);
  const judge = (line: string) => judgeMetrics([line], now, rates);
  expect(judge('sum of rate of requests_total below 101')).toMatchObject({ saw: 'up' });
  expect(judge('sum of rate of requests_total below 100')).toMatchObject({
    saw: 'down',
    reason: 'sum of rate of requests_total below 100: it is 100',
  });
  expect(judge('rate of requests_total of code 500 below 5')).toMatchObject({ saw: 'down' });
  expect(judge('sum of rate of errors_total / rate of requests_total at most 10 %')).toMatchObject({ saw: 'up' });
  expect(judge('sum of rate of errors_total / rate of requests_total below 10 %')).toMatchObject({ saw: 'down' });
  expect(judge('rate of other_total below 5')).toMatchObject({ saw: 'unknown', reason: expect.stringContaining('no such metric') });
  expect(judgeMetrics(['rate of errors_total below 5'], now)).toMatchObject({
    saw: 'unknown',
    reason: expect.stringContaining('second look'),
  });
});
