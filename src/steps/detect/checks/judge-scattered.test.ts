import { describe, expect, it } from 'vitest';
import { HOUR } from '#kernel/time.ts';
import { judgeScattered } from './judge-scattered.ts';

const SLOT = 2 * HOUR;
const many = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

describe('records read by many who do nothing else', () => {
  it('are one campaign over slots that follow each other', () => {
    const slots = [
      { from: 0, readers: 60, bare: many(1, 40) },
      { from: SLOT, readers: 80, bare: many(30, 50) },
      { from: 9 * SLOT, readers: 60, bare: many(200, 25) },
    ];
    expect(judgeScattered(slots, 0.02, SLOT)).toEqual([
      { actors: many(1, 79), from: 0 },
      { actors: many(200, 25), from: 9 * SLOT },
    ]);
  });

  it.each([
    ['a few', { from: 0, readers: 25, bare: many(1, 19) }, 0.02],
    ['a sale with the usual share of them', { from: 0, readers: 900, bare: many(1, 30) }, 0.03],
    ['a route that only programs ask for', { from: 0, readers: 300, bare: many(1, 290) }, 0.95],
    ['half of all, where nobody knows what is usual', { from: 0, readers: 100, bare: many(1, 50) }, null],
  ])('do not ring for %s', (_, slot, usual) => expect(judgeScattered([slot], usual, SLOT)).toEqual([]));
});
