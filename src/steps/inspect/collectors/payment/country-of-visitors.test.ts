import { expect, it } from 'vitest';
import { visitorsIn } from './country-of-visitors.ts';

it.each([
  ['PL', undefined, { locale: 'pl-PL', timeZone: 'Europe/Warsaw' }],
  ['JP', undefined, { locale: 'ja-JP', timeZone: 'Asia/Tokyo' }],
  ['DE', 'Europe/Berlin', { locale: 'de-DE', timeZone: 'Europe/Berlin' }],
  ['US', 'America/New_York', { locale: 'en-US', timeZone: 'America/New_York' }],
  ['PL', 'Asia/Tokyo', { locale: 'pl-PL', timeZone: 'Europe/Warsaw' }],
  ['ZZ', undefined, null],
  ['pl', undefined, null],
  ['', undefined, null],
])('customers in %s (%s)', (country, zone, expected) => {
  expect(visitorsIn(country, zone)).toEqual(expected);
});
