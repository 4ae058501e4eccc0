import { describe, expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import { countUntold } from './count-untold.ts';
import { eachPageOnce, estimateExport, joinPages, learnWeights, pairExports } from './judge-exports.ts';
import { judgeGaps, SLOT } from './judge-gaps.ts';
import { judgePeople } from './judge-people.ts';
import { sizesOfEmptyPages } from './judge-sizes.ts';

const T = Date.UTC(2026, 4, 4, 10);
const at = (ms: number): Date => new Date(T + ms);
const slots = (from: number, to: number, without: (slot: number) => boolean = () => false): Map<number, number> =>
  new Map(
    Array.from({ length: (to - from) / SLOT }, (_, nth) => (T + from) / SLOT + nth).flatMap((slot) => (without(slot) ? [] : [[slot, 50]])),
  );

describe('holes in what arrives', () => {
  const incident = { from: at(0), to: at(HOUR) };
  const hole = (slot: number): boolean => slot * SLOT >= T + HOUR / 2 && slot * SLOT < T + HOUR / 2 + 2 * SLOT;

  it('are told with their window when the hours beside them were busy', () => {
    const one = { source: 'log', slots: slots(-4 * HOUR, 4 * HOUR, hole) };
    const other = { source: 'api', slots: slots(-4 * HOUR, 4 * HOUR) };
    const [gap, ...more] = judgeGaps([one, other], incident, at(4 * HOUR)).gaps;
    expect(more).toEqual([]);
    expect(gap).toEqual({ source: 'log', from: at(HOUR / 2), to: at(HOUR / 2 + 2 * SLOT), expected: 100, othersWentOn: true });
  });

  it('are not told outside the incident, nor where the same time is empty on most days', () => {
    const one = { source: 'log', slots: slots(-4 * HOUR, 4 * HOUR, hole) };
    expect(judgeGaps([one], { from: at(2 * HOUR), to: at(3 * HOUR) }, at(4 * HOUR)).gaps).toEqual([]);
    const nightly = (slot: number): boolean => hole(slot - Math.round((slot - T / SLOT) / 288) * 288);
    expect(judgeGaps([{ source: 'log', slots: slots(-73 * HOUR, 73 * HOUR, nightly) }], incident, at(73 * HOUR)).gaps).toEqual([]);
  });

  it('stay open when a source stopped, and are unknown where it hardly ever says anything', () => {
    const stopped = { source: 'log', slots: slots(-4 * HOUR, HOUR / 2) };
    expect(judgeGaps([stopped], incident, at(4 * HOUR)).gaps).toMatchObject([{ from: at(HOUR / 2), to: null }]);
    const rare = {
      source: 'rare',
      slots: new Map([
        [T / SLOT - 30, 1],
        [T / SLOT + 3, 1],
      ]),
    };
    expect(judgeGaps([rare], incident, at(4 * HOUR))).toMatchObject({ gaps: [], cannotTell: ['rare'] });
    expect(judgeGaps([{ source: 'new', slots: slots(HOUR / 2, 4 * HOUR) }], incident, at(4 * HOUR))).toMatchObject({
      beganLater: [{ source: 'new', at: at(HOUR / 2) }],
    });
  });
});

it('one size for nearly all records is no record; sizes that differ are', () => {
  const route = '/orders/{order}';
  expect(sizesOfEmptyPages([{ route, bytes: 512, records: 40, all: 41 }])).toEqual([`${route}\n512`]);
  expect(sizesOfEmptyPages([{ route, bytes: 512, records: 30, all: 90 }])).toEqual([`${route}\n512`]);
  expect(sizesOfEmptyPages(Array.from({ length: 40 }, (_, nth) => ({ route, bytes: 900 + nth, records: 1, all: 40 })))).toEqual([]);
  expect(sizesOfEmptyPages([{ route, bytes: 0, records: 40, all: 40 }])).toEqual([]);
});

it('pages of a list hold at most what they asked for, each page once; what gave more than that is judged by its size', () => {
  const page = (page: string, bytes: number, asked: number) => ({
    at: at(0),
    route: '/api/customers',
    kind: 'customer',
    records: 0,
    bytes,
    asked,
    page,
  });
  const taken = [page('1', 9000, 20), page('2', 9100, 20), page('2', 8000, 20), page('3', 120, 20)];
  const joined = joinPages(eachPageOnce(taken).map((one) => ({ ...one, ...estimateExport(one, []) })));
  expect(joined).toMatchObject([{ how: 'asked', pages: 3, bytes: 18_220, atLeast: 1, atMost: 55 }]);
  expect(estimateExport(page('1', 2_000_000, 1), [])).toEqual({ how: 'size', atLeast: 0, atMost: 250_000 });
  const own = { ...page('', 9000, 0), kind: 'order' };
  expect(joinPages([own, own].map((one) => ({ ...one, ...estimateExport(one, []) })))).toHaveLength(2);
});

it('an export is as large as the shop said, else as its own exports weigh, else a range from its size', () => {
  const made = (ms: number, records: number, bytes: number) => ({ at: at(ms), route: '/export', kind: 'customer', records, bytes });
  const weights = learnWeights([made(0, 100, 10_000), made(1, 200, 24_000), made(2, 50, 4_500)]);
  expect(estimateExport(made(3, 700, 9), weights)).toEqual({ how: 'told', atLeast: 700, atMost: 700 });
  expect(estimateExport(made(3, 0, 90_000), weights)).toEqual({ how: 'learned', atLeast: 600, atMost: 1250 });
  expect(estimateExport(made(3, 0, 80), [])).toEqual({ how: 'size', atLeast: 0, atMost: 10 });
  expect(estimateExport(made(3, 0, 0), weights)).toEqual({ how: 'unknown', atLeast: 0, atMost: null });
  expect(pairExports([made(0, 0, 900)], [made(4_000, 12, 0)])).toMatchObject([{ records: 12, bytes: 900 }]);
  expect(pairExports([made(0, 0, 900)], [made(40_000, 12, 0)])).toHaveLength(2);
});

it('people: customers are counted, other records are at least one and at most each', () => {
  const kind = (name: string, certain: number, possible = 0) => ({ kind: name, records: certain + possible, certain, likely: 0, possible });
  const nothing = { exports: [], files: [], tables: [], copies: [], gaps: [], entered: { certain: 0, all: 0 } };
  expect(judgePeople({ ...nothing, kinds: [kind('customer', 7), kind('order', 20)] }).people).toEqual({ atLeast: 7, atMost: 27 });
  expect(judgePeople({ ...nothing, kinds: [kind('order', 0, 20)] })).toMatchObject({ people: { atLeast: 0, atMost: 20 } });
  expect(judgePeople({ ...nothing, kinds: [], files: ['/dump.sql'] }).people).toEqual({ atLeast: 0, atMost: null });
  expect(judgePeople({ ...nothing, kinds: [], tables: [{ kind: 'order', rows: 9 }] }).people).toEqual({ atLeast: 1, atMost: 9 });
  expect(judgePeople({ ...nothing, kinds: [], tables: [{ kind: 'order', rows: null }] }).people).toEqual({ atLeast: 0, atMost: null });
  expect(judgePeople({ ...nothing, kinds: [kind('order', 2)], entered: { certain: 3, all: 5 } })).toMatchObject({
    people: { atLeast: 3, atMost: 7 },
    reasons: [{ code: 'entered', values: { count: 5 } }, { code: 'nobody-asked' }],
  });
  expect(judgePeople({ ...nothing, kinds: [], copies: ['CRM'] })).toEqual({
    people: { atLeast: 0, atMost: null },
    reasons: [{ code: 'copy', values: { what: 'CRM' } }],
  });
});

it('people: who got in or took something that no row names opens the upper bound; what named its records, or failed, does not', () => {
  const nothing = { kinds: [], exports: [], files: [], tables: [], copies: [], gaps: [], entered: { certain: 0, all: 0 } };
  const told = { succeeded: 'yes' as const, reads: null, facts: {} };
  const untold = countUntold([
    { ...told, rule: 'known-attack' },
    { ...told, rule: 'known-attack', succeeded: 'unknown' },
    { ...told, rule: 'known-attack', succeeded: 'no' },
    { ...told, rule: 'exfiltration' },
    { ...told, rule: 'enumeration', facts: { learned: 'people' } },
    { ...told, rule: 'enumeration', facts: { learned: 'unknown' } },
    { ...told, rule: 'card-testing' },
  ]);
  expect(untold).toEqual([
    { way: 'attack', count: 2 },
    { way: 'left', count: 1 },
    { way: 'pages', count: 1 },
  ]);
  expect(judgePeople({ ...nothing, untold })).toMatchObject({
    people: { atLeast: 0, atMost: null },
    reasons: [{ code: 'untold', values: { way: 'attack', count: 2 } }, { code: 'untold' }, { code: 'untold' }],
  });
});
