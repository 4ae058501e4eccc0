import fc from 'fast-check';
import { expect, test } from 'vitest';
import { negotiateLocale } from './negotiate-locale.ts';
import { safeBack } from './preferences.ts';
import { locales } from './types.ts';

test('the address wins over the choice, the choice over the browser, English is last', () => {
  expect(negotiateLocale({ query: 'ja', cookie: 'pl', header: 'de' })).toBe('ja');
  expect(negotiateLocale({ query: 'xx', cookie: 'pl', header: 'de' })).toBe('pl');
  expect(negotiateLocale({ header: 'fr-FR, de-AT;q=0.7, pl;q=0.8' })).toBe('pl');
  expect(negotiateLocale({ header: 'pl;q=0, de;q=0.1' })).toBe('de');
  expect(negotiateLocale({ header: 'fr, *;q=0.5' })).toBe('en');
  expect(negotiateLocale({})).toBe('en');
});

test('whatever the header says, the answer is one of the four', () => {
  fc.assert(fc.property(fc.string({ maxLength: 3000 }), (header) => void expect(locales).toContain(negotiateLocale({ header }))));
});

test('a form leads back to this server only', () => {
  expect(safeBack('/decide?sort=-age')).toBe('/decide?sort=-age');
  for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:x', '', null, '/a\r\nb', '/a\\b'])
    expect(safeBack(bad)).toBe('/');
  fc.assert(fc.property(fc.string(), (wish) => new URL(safeBack(wish), 'http://localhost').host === 'localhost'));
});
