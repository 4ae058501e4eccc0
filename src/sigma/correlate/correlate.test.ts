import { describe, expect, it } from 'vitest';
import { makeEvent } from '../event.ts';
import { readRules } from '../rule-set.ts';
import { correlate } from './correlate.ts';
import type { Match } from './match.ts';

const base = (name: string) =>
  `title: ${name}\nname: ${name}\nlogsource: { category: webserver }\ndetection:\n  s: { kind: ${name} }\n  condition: s\n`;
const MINUTE = 60_000;

function run(correlation: string, matches: readonly Match[], names = ['a', 'b', 'c'], until = 1e15): string[] {
  const { correlations, problems } = readRules([{ name: 'r', text: [...names.map(base), correlation].join('---\n') }]);
  if (problems.length > 0) throw new Error(`${problems[0]?.line}: ${problems[0]?.reason}`);
  const told = correlate(correlations, matches, until);
  return told.map(
    (one) =>
      `${one.correlation.rule.title} ${one.group.join('/')} ${one.from / MINUTE}–${one.to / MINUTE} @${one.firedAt / MINUTE} ×${one.count} ${one.peak}`,
  );
}

const at = (minute: number, rule: string, fields: Record<string, string | number> = {}): Match => ({
  at: minute * MINUTE,
  rule,
  event: makeEvent({ ip: '1', ...fields }),
  ref: null,
});
const counting = (type: string, condition: string, more = '', rules = '[a]') =>
  `title: t\ncorrelation:\n  type: ${type}\n  rules: ${rules}\n  group-by: [ip]\n  timespan: 10m\n  condition: ${condition}\n${more}`;

describe('correlations', () => {
  it('count events in a window that slides', () => {
    const rule = counting('event_count', '{ gte: 3 }');
    expect(
      run(
        rule,
        [0, 4, 9].map((minute) => at(minute, 'a')),
      ),
    ).toEqual(['t 1 0–9 @9 ×3 3']);
    expect(
      run(
        rule,
        [0, 5, 10].map((minute) => at(minute, 'a')),
      ),
    ).toEqual([]);
    expect(
      run(
        rule,
        [9, 0, 4].map((minute) => at(minute, 'a')),
      ),
    ).toEqual(['t 1 0–9 @9 ×3 3']);
    expect(
      run(
        rule,
        [0, 4, 9, 10, 13].map((minute) => at(minute, 'a')),
      ),
    ).toEqual(['t 1 0–13 @9 ×5 4']);
    expect(
      run(
        rule,
        [0, 1, 2, 60, 61, 62].map((minute) => at(minute, 'a')),
      ),
    ).toEqual(['t 1 0–2 @2 ×3 3', 't 1 60–62 @62 ×3 3']);
  });

  it('keep groups apart, and what has no group out', () => {
    const rule = counting('event_count', '{ gte: 2 }');
    expect(run(rule, [at(0, 'a'), at(1, 'a', { ip: '2' }), at(2, 'a', { ip: '' }), at(3, 'a', { ip: '' })])).toEqual([]);
  });

  it('hold a range', () => {
    const rule = counting('event_count', '{ gt: 1, lte: 2 }');
    expect(
      run(
        rule,
        [0, 1, 2, 3].map((minute) => at(minute, 'a')),
      ),
    ).toEqual(['t 1 0–1 @1 ×2 2']);
  });

  it('count different values, of one field or several together', () => {
    const rule = counting('value_count', '{ field: order, gte: 3 }');
    expect(
      run(
        rule,
        [1, 1, 1, 2].map((order, nth) => at(nth, 'a', { order })),
      ),
    ).toEqual([]);
    expect(
      run(
        rule,
        [1, 1, 2, 3].map((order, nth) => at(nth, 'a', { order })),
      ),
    ).toEqual(['t 1 0–3 @3 ×4 3']);
    const both = counting('value_count', '{ field: [order, user], gte: 3 }');
    expect(
      run(
        both,
        ['x', 'y', 'z'].map((user, nth) => at(nth, 'a', { order: 1, user })),
      ),
    ).toEqual(['t 1 0–2 @2 ×3 3']);
  });

  it('sum, average and rank values; what is no number is no value', () => {
    const values = [10, 20, 90].map((bytes, nth) => at(nth, 'a', { bytes }));
    expect(run(counting('value_sum', '{ field: bytes, gte: 120 }'), values)).toEqual(['t 1 0–2 @2 ×3 120']);
    expect(run(counting('value_avg', '{ field: bytes, gte: 40 }'), [...values, at(3, 'a', { bytes: 'many' })])).toEqual([
      't 1 0–3 @2 ×4 40',
    ]);
    expect(run(counting('value_percentile', '{ field: bytes, percentile: 90, gte: 90 }'), values)).toEqual(['t 1 0–2 @2 ×3 90']);
    expect(run(counting('value_percentile', '{ field: bytes, gte: 21 }'), values)).toEqual([]);
  });

  it('see what happens together, in any order or in one', () => {
    const temporal = (type: string, more = '') =>
      `title: t\ncorrelation:\n  type: ${type}\n  rules: [a, b, c]\n  group-by: [ip]\n  timespan: 10m\n${more}`;
    const events = [at(0, 'c'), at(1, 'b'), at(2, 'a')];
    expect(run(temporal('temporal'), events)).toEqual(['t 1 0–2 @2 ×3 3']);
    expect(run(temporal('temporal_ordered'), events)).toEqual([]);
    expect(run(temporal('temporal_ordered'), [...events, at(3, 'b'), at(4, 'c')])).toEqual(['t 1 0–4 @4 ×5 3']);
    expect(run(temporal('temporal_ordered'), [at(0, 'a'), at(5, 'b'), at(11, 'c')])).toEqual([]);
    expect(run(temporal('temporal', '  condition: { gte: 2 }\n'), [at(0, 'a'), at(1, 'b')])).toEqual(['t 1 0–1 @1 ×2 2']);
  });

  it('call a field by the name it has in each rule', () => {
    const rule = `title: t\ncorrelation:\n  type: temporal\n  rules: [a, b]\n  group-by: [who]\n  timespan: 10m\n  aliases: { who: { a: user, b: login } }\n`;
    expect(run(rule, [at(0, 'a', { user: 'x' }), at(1, 'b', { login: 'x' }), at(2, 'b', { login: 'y' })])).toEqual(['t x 0–1 @1 ×2 2']);
  });

  it('count each other, and let speak what is counted only when asked to', () => {
    const inner = counting('event_count', '{ gte: 2 }', 'name: many\n').replace('title: t', 'title: inner');
    const outer = (generate: boolean) => counting('temporal_ordered', `{ gte: 2 }\n  generate: ${generate}`, '', '[many, b]');
    const events = [at(0, 'a'), at(1, 'a'), at(2, 'b')];
    expect(run(`${inner}---\n${outer(false)}`, events)).toEqual(['t 1 1–2 @2 ×2 2']);
    expect(run(`${inner}---\n${outer(true)}`, events)).toEqual(['inner 1 0–1 @1 ×2 2', 't 1 1–2 @2 ×2 2']);
    expect(run(`${outer(false)}---\n${inner}`, [at(0, 'b'), at(1, 'a'), at(2, 'a')])).toEqual([]);
  });

  it('cut time into tumbling windows and sessions', () => {
    const minutes = [8, 9, 11, 12].map((minute) => at(minute, 'a'));
    expect(run(counting('event_count', '{ gte: 3 }', 'shopbell: { window: tumbling }\n'), minutes)).toEqual([]);
    expect(run(counting('event_count', '{ gte: 2 }', 'shopbell: { window: tumbling }\n'), minutes)).toEqual([
      't 1 8–9 @9 ×2 2',
      't 1 11–12 @12 ×2 2',
    ]);
    const session = counting('event_count', '{ gte: 3 }', 'shopbell: { window: session, gap: 2m }\n');
    expect(run(session, minutes)).toEqual(['t 1 8–12 @11 ×4 4']);
    expect(
      run(
        session,
        [0, 1, 4, 5].map((minute) => at(minute, 'a')),
      ),
    ).toEqual([]);
  });

  it('wait for the end of a window when more could make it untrue', () => {
    const few = counting('event_count', '{ lte: 2 }', 'shopbell: { window: tumbling }\n');
    const minutes = [at(1, 'a'), at(2, 'a')];
    expect(run(few, minutes, ['a'], 9 * MINUTE)).toEqual([]);
    expect(run(few, minutes, ['a'], 10 * MINUTE)).toEqual(['t 1 1–2 @2 ×2 2']);
  });

  it.each<[string, RegExp]>([
    [counting('event_count', '{ about: 3 }'), /no condition “about”/],
    [counting('event_count', '{ gte: many }'), /needs a number/],
    [counting('value_count', '{ gte: 3 }'), /needs condition › field/],
    [counting('event_count', '{ gte: 3 }', '', '[nobody]'), /no rule “nobody”/],
    [counting('event_count', '{ gte: 3 }').replace('10m', 'soon'), /length of time/],
    [`title: t\ncorrelation: { type: temporal, rules: [a], timespan: 1m }\n`, /two rules or more/],
    [`title: x\nname: x\ncorrelation: { type: temporal, rules: [a, x], timespan: 1m }\n`, /in a circle/],
    [counting('event_count', '{ gte: 3 }').replace('  timespan', '  aliases: { who: { z: user } }\n  timespan'), /names “z”/],
  ])('are refused with a reason: %#', (text, reason) => {
    expect(() => run(text, [])).toThrow(reason);
  });
});
