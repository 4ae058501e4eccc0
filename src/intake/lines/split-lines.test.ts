import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_LINE, splitLines } from './split-lines.ts';

type Seen = readonly [text: string, offset: number, length: number, tooLong: boolean];

function split(bytes: Uint8Array, cuts: readonly number[]): Seen[] {
  const seen: Seen[] = [];
  const splitter = splitLines({
    line: (text, offset, length) => seen.push([text, offset, length, false]),
    tooLong: (head, offset, length) => seen.push([head.slice(0, 16), offset, length, true]),
  });
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    if (to > from) splitter.push(bytes.subarray(from, to));
    from = Math.max(from, to);
  }
  splitter.push(bytes.subarray(from));
  splitter.end();
  expect(splitter.consumed).toBe(bytes.length);
  return seen;
}

const piece = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('\n', '\n\n', 'zażółć', '日本', '\r\n', '\u{1F514}'),
  fc.constant('x'.repeat(MAX_LINE + 1)),
  fc.constant('y'.repeat(MAX_LINE)),
);

it('cuts the same lines wherever the stream is cut, and every byte belongs to one line', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat({ max: 200_000 }), { maxLength: 6 }), (pieces, cuts) => {
      const bytes = Buffer.from(pieces.join(''));
      const whole = split(bytes, []);
      expect(split(bytes, cuts)).toEqual(whole);
      const ends = whole.map(([, offset, length]) => offset + length);
      expect(whole.map(([, offset]) => offset)).toEqual([0, ...ends].slice(0, whole.length));
      const expected = bytes.toString().split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(whole.map(([text]) => text)).toEqual(expected.map((line) => (Buffer.byteLength(line) > MAX_LINE ? line.slice(0, 16) : line)));
    }),
    { numRuns: 150 },
  );
});

it('a line that is too long is skipped without being held, and the next one is read', () => {
  const long = Buffer.from(`${'z'.repeat(3 * MAX_LINE)}\nnext\n`);
  expect(split(long, [MAX_LINE, 2 * MAX_LINE])).toEqual([
    ['z'.repeat(16), 0, 3 * MAX_LINE + 1, true],
    ['next', 3 * MAX_LINE + 1, 5, false],
  ]);
});
