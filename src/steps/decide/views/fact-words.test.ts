import { expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '#web/messages.ts';
import { factNames, factRow } from '../checks/fact-table.ts';
import { wordsOfFact } from './fact-words.ts';

const messages = loadMessages(productFiles);
const view = { t: messages.in('en'), locale: 'en', timeZone: 'Europe/Warsaw' } as const;

test('every value that a fact can have has words', () => {
  const codes = factNames.flatMap((name) => {
    const { kind, options = [] } = factRow(name);
    return options.filter((option) => {
      const said = wordsOfFact(name, kind === 'list' ? [option] : option, view);
      const key = kind === 'list' ? `decide.item.${option}` : `decide.value.${name}.${option}`;
      return said === '' || (option !== 'yes' && option !== 'no' && !messages.catalogues.en.has(key));
    });
  });
  expect(codes).toEqual([]);
});

test('values are said as people say them', () => {
  expect(wordsOfFact('confidentiality', 'unknown-recipients', view)).toBe('people we do not know');
  expect(wordsOfFact('occurredFrom', '2026-11-23T02:39:23.000Z', view)).toBe('23 Nov 2026, 03:39:23');
  expect(wordsOfFact('categories', ['postal-address', 'order-contents'], view)).toBe('postal address, order contents');
  expect(wordsOfFact('subgroups', [], view)).toBe('none');
  expect(wordsOfFact('people', { atLeast: 12, atMost: null }, view)).toBe('12+');
  expect(wordsOfFact('cause', null, view)).toBe('not known');
});

test('every fact is asked for in plain words with an example, in every language', () => {
  for (const locale of ['en', 'pl', 'de', 'ja'] as const) {
    const own = messages.catalogues[locale];
    expect(
      factNames.filter((name) => !own.has(`decide.ask.${name}`) || !own.has(`decide.example.${name}`)),
      locale,
    ).toEqual([]);
    for (const name of factNames) expect(own.get(`decide.ask.${name}`)).not.toMatch(/[`{[]/);
  }
});
