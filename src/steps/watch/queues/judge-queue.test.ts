import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '#kernel/time.ts';
import { type JudgedQueue, judgeQueue, type QueuePiece, stuckFirst } from './judge-queue.ts';

const NOW = Date.UTC(2026, 10, 30, 12, 5);
const PIECE = 15 * MINUTE;
const END = Math.floor(NOW / PIECE) * PIECE;

/** Pieces that end now; each a length, or fewest and most and last. */
function series(lengths: readonly (number | null | readonly [number, number, number])[], more: { age?: number; toldAt?: number } = {}) {
  const pieces = lengths.map((one, nth): QueuePiece => {
    const at = END - (lengths.length - 1 - nth) * PIECE;
    const [fewest, most, last] = Array.isArray(one) ? one : [one, one, one];
    return { at, fewest, most, last, age: nth === lengths.length - 1 ? (more.age ?? null) : null };
  });
  return { name: 'orders', where: 'shop', pieces, toldAt: more.toldAt ?? NOW - MINUTE };
}
const stateOf = (...given: Parameters<typeof series>) => judgeQueue(series(...given), NOW).state;

it.each<[string, Parameters<typeof series>]>([
  ['empty', [[0, 0, 0, 0]]],
  ['empty', [[5, 5, [0, 5, 0]]]],
  ['waiting', [[3, [2, 4, 2], [1, 5, 3], [2, 4, 3]]]],
  ['stuck', [[3, 3, 3, 3]]],
  ['stuck', [[0, [0, 3, 3], [3, 7, 7], [7, 9, 9], [9, 20, 20]]]],
  ['waiting', [[null, null, 3, 3]]],
  ['stuck', [[3, [1, 5, 2]], { age: 900 }]],
  ['waiting', [[3, [1, 5, 2]], { age: 899 }]],
  ['empty', [[3, 0], { age: 5_000 }]],
  ['growing', [[10, [9, 11, 10], [9, 12, 11], [10, 15, 12], [11, 20, 18], [18, 40, 38]]]],
  ['unwatched', [[0, 0, 0, 0], { toldAt: NOW - 11 * MINUTE }]],
  ['unwatched', [[3, 3, 3, 3], { toldAt: NOW - HOUR, age: 9_999 }]],
])('%s', (state, given) => expect(stateOf(...given)).toBe(state));

it('says since when something waits without a break, and that an empty queue has no age', () => {
  const judged = judgeQueue(series([4, [0, 2, 1], 3, [2, 6, 5]]), NOW);
  expect(judged).toMatchObject({ depth: 5, waitsSince: END - PIECE });
  expect(judgeQueue(series([4, 0], { age: 30 }), NOW)).toMatchObject({ depth: 0, age: null, waitsSince: null });
  expect(judgeQueue(series([null, null], { age: 30 }), NOW)).toMatchObject({ depth: null, age: 30, state: 'waiting' });
});

it('what was told of no more is never empty, whatever its last figures were', () => {
  const piece = fc.option(fc.nat(50), { nil: null });
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 96 }), fc.option(fc.nat(5_000), { nil: undefined }), (lengths, age) => {
      const told = age === undefined ? {} : { age };
      expect(stateOf(lengths, { ...told, toldAt: NOW - 10 * MINUTE - 1 })).toBe('unwatched');
    }),
  );
});

it('puts what is stuck first, then what waits for longest', () => {
  const judged = (name: string, ...given: Parameters<typeof series>): JudgedQueue => judgeQueue({ ...series(...given), name }, NOW);
  const all = [
    judged('empty', [0, 0]),
    judged('moving', [[1, 5, 2]]),
    judged('stuck, shortly', [3, 3, 3, 3]),
    judged('silent', [0], { toldAt: NOW - HOUR }),
    judged('stuck, long', [3, 3, 3, 3, 3, 3]),
    judged('old', [3], { age: 90_000 }),
  ];
  const names = [...all].sort(stuckFirst).map(({ name }) => name);
  expect(names).toEqual(['old', 'stuck, long', 'stuck, shortly', 'silent', 'moving', 'empty']);
});
