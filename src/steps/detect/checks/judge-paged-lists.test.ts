import { expect, it } from 'vitest';
import { type FewPages, isOwnList, judgePaging, judgeSpreadPaging, type PagedList, stepShare, withHabit } from './judge-paged-lists.ts';

const count = (length: number, step = 1, from = 1): number[] => Array.from({ length }, (_, nth) => from + nth * step);
const list = (change: Partial<PagedList>): PagedList => ({
  ...{ standing: 'people', staff: false, places: [], marks: 0, answers: 1, bytes: 400_000, size: 0, sizeBytes: 0 },
  ...{ usualPages: null, usualSize: null, usualBytes: null },
  ...change,
});

it('a page far larger than anybody else’s rings, if it was given', () => {
  expect(judgePaging(list({ size: 10_000, sizeBytes: 300_000 }))).toMatchObject({ how: 'page-size', level: 'high', threshold: 500 });
  expect(judgePaging(list({ size: 10_000, sizeBytes: 300_000, standing: 'private' }))).toMatchObject({ level: 'medium' });
  // The shop gave as much as always: it caps the size.
  expect(judgePaging(list({ size: 10_000, sizeBytes: 60_000, usualBytes: 55_000 }))).toBeNull();
  expect(judgePaging(list({ size: 10_000, sizeBytes: 4000, bytes: 4000 }))).toBeNull();
  expect(judgePaging(list({ size: 1000, sizeBytes: 300_000, usualSize: 250 }))).toBeNull();
});

it('twenty pages in order ring, by number, by offset or by mark', () => {
  expect(judgePaging(list({ places: count(19), answers: 19 }))).toBeNull();
  expect(judgePaging(list({ places: count(20), answers: 20 }))).toMatchObject({ how: 'page-walk', pages: 20, threshold: 20 });
  expect(judgePaging(list({ places: count(24, 25, 0), answers: 24 }))).toMatchObject({ how: 'page-walk', pages: 24 });
  expect(judgePaging(list({ marks: 30, answers: 30 }))).toMatchObject({ how: 'page-walk', pages: 30 });
  expect(
    judgePaging(list({ places: [3, 17, 99, 140, 260, ...count(20, 1777, 500).map((n) => n + (n % 7) * 13)], answers: 25 })),
  ).toBeNull();
});

it('what is usual for a list, staff at their desks and small answers do not', () => {
  expect(judgePaging(list({ places: count(40), usualPages: 15 }))).toBeNull();
  expect(judgePaging(list({ places: count(40), staff: true }))).toBeNull();
  expect(judgePaging(list({ places: count(70), staff: true }))).toMatchObject({ threshold: 60 });
  expect(judgePaging(list({ places: count(40), bytes: 20_000 }))).toBeNull();
});

it('a program that does so day by day is left alone, a desk is a note', () => {
  const walk = judgePaging(list({ places: count(80) }));
  const none = { pageDays: 0, sizeDays: 0, deskDays: 0 };
  expect(walk && withHabit(walk, none)).toEqual(walk);
  expect(walk && withHabit(walk, { ...none, pageDays: 2 })).toBeNull();
  expect(walk && withHabit(walk, { ...none, sizeDays: 9 })).toEqual(walk);
  expect(walk && withHabit(walk, { ...none, deskDays: 3 })).toMatchObject({ level: 'low' });
});

it('knows a walk, whatever its step, with gaps', () => {
  expect(stepShare(count(30, 100, 0))).toBe(1);
  expect(stepShare([1, 2, 3, 5, 6, 8, 9, 10])).toBe(1);
  expect(stepShare([1, 2])).toBe(0);
  expect(stepShare([1, 9, 30, 31, 80, 200])).toBeLessThan(0.8);
});

const few = (address: number, places: readonly number[]): FewPages => ({
  ...{ pairs: [`a${address}\nx`], address: `a${address}`, places, answers: places.length, bytes: 20_000 },
});

it('many who together take each page once are one; many who all begin at the first are not', () => {
  const thief = count(20, 1, 0).map((nth) => few(nth, [3 * nth + 1, 3 * nth + 2, 3 * nth + 3]));
  expect(judgeSpreadPaging(thief, null)).toHaveLength(20);
  expect(judgeSpreadPaging(thief, 25)).toBeNull();
  expect(
    judgeSpreadPaging(
      count(60).map((nth) => few(nth, [1, 2, 3])),
      null,
    ),
  ).toBeNull();
  expect(
    judgeSpreadPaging(
      thief.map((one) => ({ ...one, address: 'a' })),
      null,
    ),
  ).toBeNull();
});

it('knows lists of one’s own', () => {
  expect(['/account/orders', '/api/v1/me/orders', '/my/addresses'].every(isOwnList)).toBe(true);
  expect(['/api/v1/customers', '/api/accounts', '/admin/orders', '/memes'].some(isOwnList)).toBe(false);
});
