import { describe, expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import { judgeScattered } from './judge-scattered.ts';

const SLOT = 2 * HOUR;
const usual = (share: number) => ({ middle: share, low: share });
const many = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

describe('records read by many who do nothing else', () => {
  it('are one campaign over slots that follow each other', () => {
    const slots = [
      { from: 0, readers: 60, bare: many(1, 40) },
      { from: SLOT, readers: 80, bare: many(30, 50) },
      { from: 9 * SLOT, readers: 60, bare: many(200, 25) },
    ];
    expect(judgeScattered(slots, usual(0.02), SLOT)).toEqual([
      { actors: many(1, 79), from: 0 },
      { actors: many(200, 25), from: 9 * SLOT },
    ]);
  });

  it.each([
    ['a few', { from: 0, readers: 25, bare: many(1, 19) }, 0.02],
    ['a sale with the usual share of them', { from: 0, readers: 900, bare: many(1, 30) }, 0.03],
    ['a route that only programs ask for', { from: 0, readers: 300, bare: many(1, 290) }, 0.95],
    ['half of all, where nobody knows what is usual', { from: 0, readers: 100, bare: many(1, 50) }, null],
  ])('do not ring for %s', (_, slot, share) => expect(judgeScattered([slot], share === null ? null : usual(share), SLOT)).toEqual([]));

  it('are found over a day where no slot is loud, and not in a day whose loud slot is told already', () => {
    const day = (readers: number, each: number) =>
      Array.from({ length: 12 }, (_, nth) => ({ from: nth * SLOT, readers, bare: many(nth * 100, each) }));
    const [one, ...others] = judgeScattered(day(40, 8), usual(0), SLOT);
    expect(one?.actors).toHaveLength(96);
    expect(others).toEqual([]);
    // Fewer, a share that is usual there, and a sale that brings more of both.
    expect(judgeScattered(day(40, 4), usual(0), SLOT)).toEqual([]);
    expect(judgeScattered(day(40, 8), usual(0.15), SLOT)).toEqual([]);
    expect(judgeScattered(day(240, 12), usual(0.02), SLOT)).toEqual([]);
    // Programs are the rule there, and in a quiet night by chance nobody came.
    expect(judgeScattered(day(10, 9), { middle: 0.9, low: 0 }, SLOT)).toEqual([]);
    const loud = { from: 12 * SLOT, readers: 200, bare: many(5000, 150) };
    expect(judgeScattered([...day(40, 2), loud], usual(0.03), SLOT)).toEqual([{ actors: loud.bare, from: loud.from }]);
  });
});
