import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storable } from './storable.ts';

test('NUL and halves of pairs are replaced wherever they are', () => {
  expect(storable({ 'a\0': ['x\0y', { b: '😀'.slice(0, 1) }], n: 1, d: null })).toEqual({
    'a\uFFFD': ['x\uFFFDy', { b: '\uFFFD' }],
    n: 1,
    d: null,
  });
});

test('what is fine comes back as the same object', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      if (JSON.stringify(value).includes('\\u0000')) return;
      expect(storable(value)).toBe(value);
    }),
  );
  const date = { at: new Date(), bytes: new Uint8Array(3) };
  expect(storable(date)).toBe(date);
});

test('nothing that comes out has a NUL or half a pair', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.string({ unit: 'binary' }), (value, text) => {
      const said = JSON.stringify(storable([value, text, `${text}\0${'😀'.slice(1)}`]));
      expect(said).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    }),
  );
});
