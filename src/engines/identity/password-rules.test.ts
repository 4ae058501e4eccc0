import { expect, test } from 'vitest';
import { weaknessOf } from './password-rules.ts';

test.each([
  'short-pass1',
  'password1234',
  'Passw0rd!2026',
  'P@ssword-P@ssword',
  'qwertyuiop12',
  '123456789012',
  '839104725518',
  'aaaaaaaaaaaaaaaa',
  'abcdefghijkl',
  'iloveyou-2024!!',
  'Welcome12345678',
  'shopbelladmin1',
])('%s is easy to guess', (password) => {
  expect(weaknessOf(password)).not.toBeNull();
});

test.each(['copper lantern walks uphill', 'tV9#kq2Lm!xZ', 'zażółć gęślą jaźń', 'four-brass-bells-ring', 'すずがみせでなっている朝です'])(
  '%s is fine',
  (password) => {
    expect(weaknessOf(password)).toBeNull();
  },
);

test('own names are guessed first', () => {
  expect(weaknessOf('brasspaper2026', ['Brass & Paper'])).not.toBeNull();
  expect(weaknessOf('Ada.Lovelace.1815', ['ada.lovelace@shop.example'])).not.toBeNull();
});
