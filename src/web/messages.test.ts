import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages, openMessages } from './messages.ts';
import { findUses } from './testing/find-uses.ts';
import { locales } from './types.ts';

const messages = loadMessages(productFiles);
const english = messages.catalogues.en;
const paths = productFiles.list('src', '.json').filter((path) => /\/messages\/\w+\.json$/.test(path));
const roomOf = (path: string) => path.split('/messages/')[0]?.split('/').at(-1) ?? '';
const rooms = [...new Set(paths.map(roomOf))];
const uses = findUses(productFiles);

describe.each(rooms)('texts of %s', (room) => {
  const own = [...english.keys()].filter((key) => key.startsWith(`${room}.`));

  test('stand under keys that start with the room’s name', () => {
    for (const path of paths.filter((name) => roomOf(name) === room)) {
      const keys = Object.keys(JSON.parse(productFiles.read(path).toString('utf8')));
      expect(keys.filter((key) => !key.startsWith(`${room}.`))).toEqual([]);
    }
  });

  test('are well formed in every language, ask for the same values, and exist in English', () => {
    for (const locale of locales) {
      for (const [key, text] of messages.catalogues[locale]) {
        if (!key.startsWith(`${room}.`)) continue;
        const original = english.get(key);
        expect(original, `${locale}: ${key} is not in English`).toBeDefined();
        const extra = valuesIn(text, locale).filter((name) => !valuesIn(original ?? '', 'en').includes(name));
        expect(extra, `${locale}: ${key} asks for values that English does not`).toEqual([]);
      }
    }
  });

  test('are all used', () => {
    expect(own.filter((key) => !uses.isUsed(key))).toEqual([]);
  });

  test('exist wherever they are asked for', () => {
    expect(uses.asked.filter((key) => key.startsWith(`${room}.`) && !english.has(key))).toEqual([]);
    const prefixes = uses.askedPrefixes.filter((prefix) => prefix.startsWith(`${room}.`));
    expect(prefixes.filter((prefix) => !own.some((key) => key.startsWith(prefix)))).toEqual([]);
  });
});

test.each(['web', 'detect', 'intake', 'inspect', 'decide', 'notification', 'register', 'papers'])(
  'the texts of %s are complete in all four languages',
  (room) => {
    const own = [...english.keys()].filter((key) => key.startsWith(`${room}.`));
    for (const locale of locales) expect(own.filter((key) => !messages.catalogues[locale].has(key))).toEqual([]);
  },
);

test('what a language lacks comes in English, what nobody has comes as its key', () => {
  const t = messages.in('pl');
  expect(t('web.nav.decide')).toBe('Decyzja');
  expect(t('web.waiting', { count: 22 })).toBe('sprawy czekają');
  expect(t('web.no-such-key')).toBe('web.no-such-key');
  const partly = openMessages({ en: new Map([['a.b', '{n, number} left']]), pl: new Map(), de: new Map(), ja: new Map() });
  expect(partly.in('de')('a.b', { n: 1204 })).toBe('1,204 left');
});

test('a text that cannot be filled in is reported and shown bare, or throws when nobody listens', () => {
  const broken = { en: new Map([['a.b', '{n, plural, one {x}}']]), pl: new Map(), de: new Map(), ja: new Map() };
  const heard: string[] = [];
  expect(openMessages(broken, (key) => heard.push(key)).in('en')('a.b')).toBe('{n, plural, one {x}}');
  expect(heard).toEqual(['a.b']);
  expect(() => openMessages(broken).in('en')('a.b')).toThrow();
});

/** Names of the values that a message asks for; throws when it is malformed. */
function valuesIn(text: string, locale: string): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (value !== null && typeof value === 'object') {
      if ('type' in value && 'value' in value && typeof value.value === 'string' && value.type !== 0) found.add(value.value);
      for (const item of Object.values(value)) if (typeof item === 'object') walk(item);
    }
  };
  walk(new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst());
  return [...found];
}
