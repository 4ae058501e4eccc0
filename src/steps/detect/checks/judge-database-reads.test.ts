import { describe, expect, it } from 'vitest';
import { type DatabaseHour, judgeDatabaseReads } from './judge-database-reads.ts';

const TODAY = 20_000;
const now = TODAY * 24 + 10;
const of = (day: number, change: Partial<DatabaseHour> = {}): DatabaseHour => ({
  ...{ user: 'app', account: 'a', address: '10.0.0.5', kind: 'customer', records: 40, large: 0, untold: 0, dumps: 0 },
  hour: day * 24 + 10,
  ...change,
});
const days = (count: number, make: (day: number) => DatabaseHour): DatabaseHour[] =>
  Array.from({ length: count }, (_, nth) => make(TODAY - count + nth));
const shop = days(20, (day) => of(day));
const judge = (hours: readonly DatabaseHour[]) => judgeDatabaseReads(hours, now).map(({ how, level, user }) => ({ how, level, user }));

describe('rings', () => {
  it('when a table is taken whole for the first time, worst from a place that the user never came from', () => {
    expect(judge([...shop, of(TODAY, { dumps: 1 })])).toEqual([{ how: 'dumped', level: 'high', user: 'app' }]);
    expect(judge([...shop, of(TODAY, { dumps: 1, address: '203.0.113.7' })])).toMatchObject([{ level: 'critical' }]);
    expect(judge([...shop, of(TODAY, { dumps: 1, user: 'root', address: '' })])).toMatchObject([{ level: 'critical', user: 'root' }]);
  });

  it('when statements give out far more than ever', () => {
    const lists = days(20, (day) => of(day, { large: 300 + (day % 5) * 20 }));
    expect(judge([...lists, of(TODAY, { large: 1200 })])).toMatchObject([{ how: 'many', level: 'high' }]);
    expect(judge([...shop, of(TODAY, { large: 1000 })])).toMatchObject([{ how: 'many' }]);
  });

  it('lower while nobody knows what is usual', () => {
    expect(judge([of(TODAY, { dumps: 1 })])).toEqual([{ how: 'dumped', level: 'medium', user: 'app' }]);
    expect(judge([of(TODAY, { large: 10_000 })])).toEqual([{ how: 'many', level: 'medium', user: 'app' }]);
  });

  it('when an intruder dumps every day for three days: no habit yet', () => {
    expect(judge([...shop, ...days(3, (day) => of(day, { user: 'evil', dumps: 1 })), of(TODAY, { user: 'evil', dumps: 1 })])).toHaveLength(
      1,
    );
  });

  it('in a log that is looked at as a whole, by the days before within it', () => {
    const told = judgeDatabaseReads([...shop, of(TODAY, { dumps: 1, user: 'root' })], (TODAY - 40) * 24);
    expect(told).toMatchObject([{ user: 'root', level: 'critical', knownDays: 20 }]);
  });

  it('when what the backup does is done from elsewhere', () => {
    const backup = days(20, (day) => of(day, { user: 'backup', dumps: 1, address: '10.0.0.9' }));
    expect(judge([...backup, of(TODAY, { user: 'backup', dumps: 1, address: '203.0.113.7' })])).toMatchObject([{ level: 'critical' }]);
  });
});

describe('stays silent', () => {
  it.each([
    ['a nightly backup', [...shop, ...days(20, (day) => of(day, { user: 'backup', dumps: 3 })), of(TODAY, { user: 'backup', dumps: 3 })]],
    [
      'a weekly backup',
      [...shop, ...[21, 14, 7].map((ago) => of(TODAY - ago, { user: 'backup', dumps: 3 })), of(TODAY, { user: 'backup', dumps: 3 })],
    ],
    ['a nightly copy to the CRM', [...days(20, (day) => of(day, { large: 9000 })), of(TODAY, { large: 20_000 })]],
    ['a sale day with many small statements', [...shop, of(TODAY, { records: 400_000 })]],
    ['a first import of a thousand rows', [of(TODAY, { large: 5000 })]],
    ['lists of the back office', [...days(20, (day) => of(day, { large: 500 })), of(TODAY, { large: 1400 })]],
  ])('%s', (_, hours) => {
    expect(judge(hours)).toEqual([]);
  });

  it('about hours before those that are looked at', () => {
    expect(judgeDatabaseReads([...shop, of(TODAY, { dumps: 1 })], now + 1)).toEqual([]);
  });
});
