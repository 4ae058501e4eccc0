import { expect, it } from 'vitest';
import { decimalsOf, minorOf, showMoney, showRoughMoney } from './money.ts';

it.each([
  ['1,299.90', 'EUR', 129_990],
  ['1.299,90 €', 'EUR', 129_990],
  ['1 299,9', 'PLN', 129_990],
  ['129,90 zł', 'PLN', 12_990],
  ['0,25', 'EUR', 25],
  ['12', 'EUR', 1_200],
  ['-12.5', 'EUR', -1_250],
  ['1,234,567.00', 'USD', 123_456_700],
  ['¥1,200', 'JPY', 1_200],
  ['1200', 'JPY', 1_200],
  ['1.234', 'KWD', 1_234],
  ['EUR 10.00', 'EUR', 1_000],
  ['', 'EUR', null],
  ['ten', 'EUR', null],
  ['1,2,3', 'EUR', null],
  ['1.000.00', 'EUR', null],
  ['99999999999999999', 'EUR', null],
])('%s %s', (text, currency, minor) => {
  expect(minorOf(text, currency)).toBe(minor);
});

it('amounts are shown as the currency has it', () => {
  expect([decimalsOf('JPY'), decimalsOf('KWD'), decimalsOf('')]).toEqual([0, 3, 2]);
  expect(showMoney(129_990, 'EUR', 'en')).toBe('€1,299.90');
  expect(showMoney(1_200, 'JPY', 'en')).toBe('¥1,200');
  expect(showMoney(1_200, '', 'en')).toBe('12.00');
});

it('what is only roughly known has two digits, and may be a range', () => {
  const plain = (words: string) => words.replace(/[\u00a0\u202f\u2009]/g, ' ');
  expect(showRoughMoney(1_234, 'EUR', 'en')).toBe('€12');
  expect(showRoughMoney(123, 'EUR', 'en')).toBe('€1.2');
  expect(showRoughMoney(0.3, 'EUR', 'en')).toBe('€0');
  expect(showRoughMoney(34_567, 'JPY', 'ja')).toBe('￥35,000');
  expect(plain(showRoughMoney(24_300, 'PLN', 'pl', 43_800))).toBe('240–440 zł');
  expect(showRoughMoney(1_210, 'EUR', 'en', 1_240)).toBe('€12');
  expect(showRoughMoney(1_000, '', 'en', 2_000)).toBe('10–20');
});
