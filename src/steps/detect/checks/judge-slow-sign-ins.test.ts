import { describe, expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import { judgeSlowSignIns, judgeSpreadSignIns, type SignInDay, type SignInHour } from './judge-slow-sign-ins.ts';

const day = (change: Partial<SignInDay>): SignInDay => ({
  pair: '203.0.113.1\na',
  failed: 0,
  ok: 0,
  hours: 20,
  accounts: 0,
  first: 0,
  last: 1,
  ...change,
});

describe('passwords tried slowly by one', () => {
  it('are seen over the day', () => {
    expect(judgeSlowSignIns([day({ failed: 120, ok: 2, accounts: 118 })])).toMatchObject([{ how: 'stuffing', failed: 120, accounts: 118 }]);
    expect(judgeSlowSignIns([day({ failed: 30 })])).toMatchObject([{ how: 'many-failures', accounts: null }]);
  });
  it.each<[string, Partial<SignInDay>]>([
    ['an office or a carrier, where most sign-ins work', { failed: 60, ok: 300 }],
    ['a program with an outdated password', { failed: 288, accounts: 1 }],
    ['somebody who forgot a password', { failed: 12 }],
    ['a burst, which the quick rule sees', { failed: 60, hours: 1 }],
  ])('do not ring for %s', (_, change) => expect(judgeSlowSignIns([day(change)])).toEqual([]));
});

const pairs = (count: number): string[] => Array.from({ length: count }, (_, i) => `198.51.100.${i}\nb`);
const hour = (at: number, change: Partial<SignInHour>): SignInHour => ({
  hour: at * HOUR,
  tries: 100,
  lost: 5,
  bare: [],
  bareWon: [],
  failed: 8,
  ...change,
});

describe('passwords tried from many places', () => {
  it('are one campaign over the hours in which too many only fail, with those who got in', () => {
    const found = judgeSpreadSignIns(
      [
        hour(1, { tries: 90, lost: 62, bare: pairs(60), failed: 120 }),
        hour(2, { tries: 80, lost: 50, bare: pairs(50), bareWon: ['203.0.113.9\nb'], failed: 100 }),
        hour(3, {}),
      ],
      0.05,
    );
    expect(found).toMatchObject([{ scope: 'population', failed: 220, addresses: 61, from: HOUR, to: 3 * HOUR - 1 }]);
  });
  it('are seen on a sale day, when there is six times as much of everything', () => {
    expect(judgeSpreadSignIns([hour(1, { tries: 320, lost: 75, bare: pairs(60) })], 0.03)).toHaveLength(1);
  });
  it.each<[string, Partial<SignInHour>, number]>([
    ['a newsletter: more of both', { tries: 900, lost: 45, bare: pairs(5) }, 0.05],
    ['a sign-in that is broken: browsers fail', { tries: 100, lost: 100, bare: pairs(3) }, 0.05],
    ['a new version of the app whose old sessions fail once', { tries: 400, lost: 12, bare: pairs(12) }, 0.03],
    ['a quiet night', { tries: 8, lost: 8, bare: pairs(8) }, 0.05],
  ])('do not ring for %s', (_, change, usual) => expect(judgeSpreadSignIns([hour(1, change)], usual)).toEqual([]));
});
