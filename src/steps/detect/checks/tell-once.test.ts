import { describe, expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import type { Campaign } from './judge-sign-ins.ts';
import { tellOnce } from './tell-once.ts';

const pairs = (from: number, count: number): string[] => Array.from({ length: count }, (_, nth) => `198.51.100.${from + nth}\nb`);
const campaign = (own: readonly string[], change: Partial<Campaign> = {}): Campaign => ({
  ...{
    scope: 'population',
    how: 'many-failures',
    pairs: own,
    addresses: own.length,
    failed: own.length,
    accounts: null,
    from: 0,
    to: HOUR,
  },
  ...change,
});

describe('campaigns with people in common', () => {
  it('are told once where a slow look sees what a quick one saw', () => {
    const quick = campaign(pairs(0, 30));
    expect(tellOnce([quick], [campaign(pairs(0, 40))])).toEqual([quick]);
  });

  it('are told as the wider one where a loud hour is a part of a night', () => {
    const quick = campaign(pairs(0, 30), { from: HOUR, to: 2 * HOUR });
    const night = campaign(pairs(20, 90), { from: 3 * HOUR, to: 9 * HOUR });
    const part = campaign(pairs(25, 5));
    expect(tellOnce([quick], [night])).toEqual([quick, { ...night, pairs: pairs(30, 80), addresses: 80 }]);
    expect(tellOnce([part], [night])).toEqual([{ ...night, from: 0 }]);
  });

  it('stay apart where they are others, and one address is never told twice', () => {
    const quick = campaign(pairs(0, 1), { scope: 'address', addresses: 1 });
    const other = campaign(pairs(50, 30));
    expect(tellOnce([quick], [campaign(pairs(0, 1), { scope: 'address' }), other])).toEqual([quick, other]);
    expect(tellOnce([quick], [campaign(pairs(0, 30))])).toEqual(
      [quick, campaign(pairs(1, 29))].map((one, nth) => (nth === 1 ? { ...one, failed: 30 } : one)),
    );
  });

  it('on one account are told beside one on many where fewer than half took part in it', () => {
    const many = campaign(pairs(0, 30));
    const account = (own: readonly string[]) => campaign(own, { scope: 'account', how: 'guessing' });
    expect(tellOnce([many], [account(pairs(0, 20))])).toEqual([many]);
    expect(tellOnce([many], [account(pairs(25, 20))])).toEqual([many, account(pairs(25, 20))]);
  });
});
