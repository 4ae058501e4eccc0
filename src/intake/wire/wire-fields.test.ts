import fc from 'fast-check';
import protobuf from 'protobufjs/light.js';
import { expect, it } from 'vitest';
import { openFields, readWhole } from './wire-fields.ts';

it('whole numbers of both signs come back as they were written, as far as JavaScript holds them', () => {
  const written = (value: number) => protobuf.Writer.create().int64(value).finish();
  for (const value of [
    0,
    -0,
    1,
    -1,
    -2,
    -2_047,
    -(2 ** 28),
    2 ** 28,
    -(2 ** 31),
    2 ** 32,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ])
    expect(readWhole(openFields(written(value)))).toBe(value + 0);
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(readWhole(openFields(written(value)))).toBe(value + 0);
    }),
    { numRuns: 1_000 },
  );
});

it('a number that is cut off or too long is refused', () => {
  expect(() => readWhole(openFields(new Uint8Array([255, 255])))).toThrow(/cut off/);
  expect(() => readWhole(openFields(new Uint8Array(11).fill(255)))).toThrow(/longer than 64 bits/);
});
