import { describe, expect, it } from 'vitest';
import { ShopbellError } from '#kernel/errors.ts';
import { readFactsText } from './read-facts-text.ts';

const file = (...lines: string[]) => ['schema: shopbell-facts/1', 'facts:', ...lines.map((line) => `  ${line}`), ''].join('\n');
const nested = (times: number) => `${'['.repeat(times)}${']'.repeat(times)}`;
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x]',
  ...['b', 'c', 'd', 'e', 'f'].map((name, at) => `${name}: &${name} [${Array(8).fill(`*${'abcde'[at]}`).join(', ')}]`),
].join('\n');

/** What stands in the file, and the line and words of the refusal. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /^f:1: must be a document/],
  ['a list', '[1, 2]', /^f:1: must be a document/],
  ['bytes', 'schema: \0\0', /^f:1: the file is not text/],
  ['bytes further on', `${file('cause: attack')}\uFFFD`, /^f:4: the file is not text/],
  ['too much', file(`effects: ${'x'.repeat(1_000_001)}`), /^f:1: the file is longer/],
  ['another schema', 'schema: shopbell-facts/9\nfacts: {}\n', /^f:1: schema/],
  ['no facts', 'schema: shopbell-facts/1\n', /^f:1: facts/],
  ['an unknown fact', file('cause: attack', 'colour: red'), /^f:4: facts\.colour: Unrecognized/],
  ['a fact twice', file('cause: attack', 'cause: mistake'), /^f:4: Map keys must be unique/],
  ['a strange value', file('cause: magic'), /^f:3: facts\.cause: must be one of attack/],
  ['no list', file('categories: name'), /^f:3: facts\.categories: must be a list of/],
  ['fewer than nobody', file('people: -3'), /^f:3: facts\.people: must be a whole number/],
  ['half a person', file('people: 2.5'), /^f:3: facts\.people: must be a whole number/],
  ['more people than can be counted', file('people: 1e400'), /^f:3: facts\.people: must be a whole number/],
  ['bounds the wrong way round', file('people: { atLeast: 10, atMost: 3 }'), /^f:3: facts\.people: .*smaller number first/],
  ['a time without a zone', file('awareAt: 2026-11-20T16:20:00'), /^f:3: facts\.awareAt: must be a time with a zone/],
  ['a day that is not there', file('awareAt: 2026-13-40T16:20:00Z'), /^f:3: facts\.awareAt/],
  ['a country by its other name', file('countries: { UK: 3 }'), /^f:3: facts\.countries: must be ISO 3166/],
  ['a country that is not there', file('establishedIn: [QQ]'), /^f:3: facts\.establishedIn: must be a list of ISO 3166/],
  ['an alias without its anchor', file('cause: attack', 'medium: *other'), /^f:4: .*aliases/],
  ['aliases that grow', `${file('cause: attack')}${bomb}\n`, /^f:5: .*aliases/],
  ['deep brackets', file(`categories: ${nested(20_000)}`), /^f:3: brackets are nested deeper/],
  ['two documents', `${file('cause: attack')}---\nschema: x\n`, /^f:4: /],
  ['an offset for a zone', `timeZone: "+05:30"\n${file('cause: attack')}`, /^f:1: timeZone \+05:30/],
  ['a zone that is not there', `timeZone: Mars/Base\n${file('cause: attack')}`, /^f:1: timeZone Mars\/Base/],
  ['a fact that changes every object', 'schema: shopbell-facts/1\nfacts: { "__proto__": { value: x } }\n', /^f:2: facts\.__proto__/],
  ['bytes dressed as a fact', 'schema: shopbell-facts/1\nfacts: !!binary "aGVsbG8="\n', /^f:2: facts: Invalid input/],
  ['lists in lists', file(`${'- '.repeat(20_000)}x`), /^f:3: /],
  [
    'more facts than there are',
    file(...Array.from({ length: 60_000 }, (_, nth) => `k${nth}: 1`)),
    /^f:3: facts\.k0: Unrecognized.{200,400}$/,
  ],
];

describe('a file of facts that cannot be read', () => {
  it.each(refused)('%s', (_, text, words) => {
    const failure = attempt(text);
    expect(failure.code).toBe('INPUT_INVALID');
    expect(String(failure.details.reason)).toMatch(words);
  });
});

it('reads lines that end as on Windows, a byte order mark, and a time in another zone', () => {
  const text = `\uFEFF${file('cause: attack', 'awareAt: 2026-11-20T16:20:00+01:00').replaceAll('\n', '\r\n')}`;
  const { facts } = readFactsText(text, 'f');
  expect(facts.cause?.value).toBe('attack');
  expect(Date.parse(String(facts.awareAt?.value))).toBe(Date.parse('2026-11-20T15:20:00Z'));
});

it.each(['Asia/Kolkata', 'Asia/Calcutta', 'Asia/Kathmandu', 'Europe/Kyiv', 'UTC', 'Australia/Lord_Howe'])('knows the zone %s', (zone) => {
  expect(readFactsText(`timeZone: ${zone}\n${file('cause: attack')}`, 'f').timeZone).toBe(zone);
});

function attempt(text: string): ShopbellError {
  try {
    readFactsText(text, 'f');
  } catch (error) {
    if (error instanceof ShopbellError) return error;
    throw error;
  }
  throw new Error('it was read');
}
