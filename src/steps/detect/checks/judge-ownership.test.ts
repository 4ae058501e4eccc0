import { expect, it } from 'vitest';
import { DAY, MINUTE } from '#kernel/time.ts';
import { areOwn, judgeForeignReads, type OwnedRead } from './judge-ownership.ts';

const T = Date.UTC(2026, 4, 20, 12);
const of = (owner: string | null, record: string, at = T, told = true): OwnedRead => ({ at, record, owner, told });
const strangers = (count: number, told = true, from = T): OwnedRead[] =>
  Array.from({ length: count }, (_, nth) => of(`c-${nth}`, `o-${from}-${nth}`, from + nth * MINUTE, told));

it('rings at five records of strangers when the shop says whose they are, at nine when it is learned', () => {
  expect(judgeForeignReads('me', strangers(4), 0)).toBeNull();
  expect(judgeForeignReads('me', strangers(5), 0)).toMatchObject({ level: 'high', foreign: 5, owners: 5, told: 5, own: 0, unknown: 0 });
  expect(judgeForeignReads('me', strangers(8, false), 0)).toBeNull();
  expect(judgeForeignReads('me', strangers(9, false), 0)).toMatchObject({ foreign: 9, told: 0 });
});

it('counts neither own records nor those of which nobody knows the owner, and tells both', () => {
  const mixed = [...Array.from({ length: 50 }, (_, nth) => of('me', `mine-${nth}`)), of(null, 'x'), of(null, 'y'), ...strangers(4)];
  expect(judgeForeignReads('me', mixed, 0)).toBeNull();
  expect(judgeForeignReads('me', [...mixed, of('c-9', 'o-9', T + 9 * MINUTE)], 0)).toMatchObject({ foreign: 5, own: 50, unknown: 2 });
});

it('leaves alone one household, and people whose records were read on a day before', () => {
  const family = Array.from({ length: 20 }, (_, nth) => of(`relative-${nth % 3}`, `o-${nth}`, T + nth * MINUTE));
  expect(judgeForeignReads('me', family, 0)).toBeNull();
  const branches = [0, 1].flatMap((day) =>
    Array.from({ length: 4 }, (_, nth) => of(`branch-${nth}`, `o-${day}-${nth}`, T + day * DAY + nth * MINUTE)),
  );
  expect(judgeForeignReads('me', branches, 0)).toBeNull();
});

it('leaves alone who does so for a living, not who does so for the first time', () => {
  const support = [3, 2, 1, 0].flatMap((ago) => strangers(12, true, T - ago * DAY));
  const renamed = support.map((one, nth) => ({ ...one, owner: `c-${nth}` }));
  expect(judgeForeignReads('me', renamed, T - MINUTE)).toBeNull();
  expect(judgeForeignReads('me', renamed.slice(-24), T - MINUTE)).not.toBeNull();
});

it('says that records are own only where the shop does, and nearly all of them', () => {
  const mine = Array.from({ length: 40 }, (_, nth) => of('me', `o-${nth}`));
  expect(areOwn('me', mine)).toBe(true);
  expect(areOwn('me', [...mine, ...strangers(5)])).toBe(false);
  expect(
    areOwn(
      'me',
      mine.map((one) => ({ ...one, told: false })),
    ),
  ).toBe(false);
  expect(areOwn('me', [])).toBe(false);
});
