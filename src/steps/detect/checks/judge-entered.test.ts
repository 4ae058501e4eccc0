import { describe, expect, it } from 'vitest';
import { SECOND } from '#kernel/time.ts';
import { type EnteredFacts, judgeEntered, type LaterRead, shareReads, type Won } from './judge-entered.ts';

const T = Date.UTC(2026, 4, 4, 10);
const win = (second: number, change: Partial<Won> = {}): Won => ({
  ...{ at: T + second * SECOND, address: '203.0.113.50', agent: 'tool', account: '', tried: '', session: '' },
  ...change,
});
const told = (second: number, account: string, change: Partial<EnteredFacts['told'][number]> = {}) => ({
  ...{ at: T + second * SECOND, address: '203.0.113.50', account, tried: '', session: '' },
  ...change,
});
const judge = (won: readonly Won[], more: Partial<EnteredFacts> = {}) =>
  judgeEntered({ won, told: [], accountsOf: new Map(), failing: new Set(['203.0.113.50\ntool']), ...more });

describe('which accounts a campaign got into', () => {
  it('each once, with when and from where, by the best that names it', () => {
    const entered = judge([
      win(1, { account: 'acc-a', tried: 'hash-a' }),
      win(9, { tried: 'hash-a', address: '203.0.113.51' }),
      win(5, { tried: 'hash-b' }),
    ]);
    expect(entered).toMatchObject([
      {
        account: 'acc-a',
        by: 'log',
        sure: 'certain',
        first: T + SECOND,
        last: T + 9 * SECOND,
        times: 2,
        from: ['203.0.113.50', '203.0.113.51'],
      },
      { account: null, tried: 'hash-b', by: 'name', times: 1 },
    ]);
  });
  it('by what the application said of the same address at the same time, not of another or at another time', () => {
    expect(judge([win(1)], { told: [told(2, 'acc-a')] })).toMatchObject([{ account: 'acc-a', by: 'application' }]);
    expect(judge([win(1)], { told: [told(2, 'acc-a', { address: '192.0.2.7' })] })).toMatchObject([{ account: null, by: 'nothing' }]);
    expect(judge([win(1)], { told: [told(30, 'acc-a')] })).toMatchObject([{ account: null }]);
  });
  it('two that fit are no answer, unless the name or the session tells them apart', () => {
    const both = [told(1, 'acc-a', { tried: 'hash-a' }), told(2, 'acc-b', { tried: 'hash-b' })];
    expect(judge([win(1)], { told: both })).toMatchObject([{ account: null, by: 'nothing' }]);
    expect(judge([win(1, { tried: 'hash-b' })], { told: both })).toMatchObject([{ account: 'acc-b' }]);
    expect(judge([win(1, { tried: 'hash-c' })], { told: both })).toMatchObject([{ account: null, by: 'name' }]);
  });
  it('by the session, when it shows one account and no other', () => {
    const accountsOf = new Map([
      ['one', ['acc-a']],
      ['two', ['acc-a', 'acc-b']],
    ]);
    expect(judge([win(1, { session: 'one' })], { accountsOf })).toMatchObject([{ account: 'acc-a', by: 'session' }]);
    expect(judge([win(1, { session: 'two' })], { accountsOf })).toMatchObject([{ account: null, by: 'nothing' }]);
  });
  it('who never failed is only likely an intruder, and what nothing names is listed all the same, one by one', () => {
    expect(judge([win(1), win(2)], { failing: new Set() })).toMatchObject([
      { account: null, sure: 'likely', times: 1 },
      { account: null, sure: 'likely', times: 1 },
    ]);
  });
});

describe('what was read with each', () => {
  const read = (second: number, ref: string, change: Partial<LaterRead> = {}): LaterRead => ({
    ...{ at: T + second * SECOND, address: '203.0.113.50', agent: 'tool', session: '', account: '', kind: 'order', ref },
    ...change,
  });
  const share = (won: readonly Won[], reads: readonly LaterRead[]) =>
    shareReads(judge(won), reads).map((one) => [...one.values()].map((row) => row.ref));

  it('by session wherever it goes on, else by the account, else until the next sign-in', () => {
    const won = [win(1, { account: 'acc-a', session: 's-a' }), win(10, { account: 'acc-b' }), win(20, { account: 'acc-c' })];
    const reads = [
      read(2, 'a1', { session: 's-a' }),
      read(300, 'a2', { session: 's-a', address: '198.51.100.1' }),
      read(12, 'b1'),
      read(25, 'b2', { account: 'acc-b' }),
      read(25, 'c1'),
      read(25, 'c1'),
    ];
    expect(share(won, reads)).toEqual([['a1', 'a2'], ['b1', 'b2'], ['c1']]);
  });
  it('not before the entry, and not by others', () => {
    expect(share([win(10, { account: 'acc-a' })], [read(5, 'early'), read(15, 'other', { address: '192.0.2.7' })])).toEqual([[]]);
  });
});
