import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { regexTexts, type Texts } from './regex-texts.ts';

const NOTHING = { all: [] };

it.each<[string, Texts]>([
  ['select', { all: [{ text: 'select' }] }],
  ['(?i)SELECT\\s+FROM', { all: [{ text: 'select' }, { text: 'from' }] }],
  ['\\?d=[0-9]{1,3}\\.', { all: [{ text: '?d=' }, { text: '.' }] }],
  ['ab+c', { all: [{ text: 'ab' }, { text: 'c' }] }],
  ['ab*c', { all: [{ text: 'a' }, { text: 'c' }] }],
  ['a(b|cd)e', { all: [{ text: 'a' }, { any: [{ all: [{ text: 'b' }] }, { all: [{ text: 'cd' }] }] }, { text: 'e' }] }],
  ['x{3}', { all: [{ text: 'x' }] }],
  ['.{150}', NOTHING],
  ['[a-z]+', NOTHING],
])('%s', (source, texts) => expect(regexTexts(source)).toEqual(texts));

it.each(['\\Qa.b\\E', '\\x41', '\\pN', '\\z', '[[:alpha:]]x', '(?P<name>abc)', '(abc', 'a\\101'])(
  'what RE2 and JavaScript read differently says nothing: %s',
  (source) => expect(regexTexts(source)).toEqual(NOTHING),
);

const atom = fc.constantFrom('a', 'B', 'sel', '\\.', '\\?', '.', '[a-z]', '[^x]', '\\d', '\\s', '/', '-', '^', '$', '\\b', '(?:ab|c)');
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,1}', '{2,}', '*?');
const sequence = fc
  .array(fc.tuple(atom, quantifier), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.map(([one, times]) => (one === '^' || one === '$' || one === '\\b' ? one : `(?:${one})${times}`)).join(''));
const expression = fc
  .tuple(fc.constantFrom('', '(?i)'), fc.array(sequence, { minLength: 1, maxLength: 3 }))
  .map(([flags, branches]) => `${flags}${branches.join('|')}`);
const text = fc.array(fc.constantFrom('a', 'b', 'B', 'sel', 'SEL', '.', '?', '/', '-', '1', ' ', 'c', 'x'), { maxLength: 12 });

function holds(texts: Texts, lower: string): boolean {
  if ('text' in texts) return lower.includes(texts.text);
  return 'all' in texts ? texts.all.every((one) => holds(one, lower)) : texts.any.some((one) => holds(one, lower));
}

it('whatever an expression fits holds its texts', () => {
  let fitted = 0;
  fc.assert(
    fc.property(expression, fc.array(text, { minLength: 20, maxLength: 40 }), (source, samples) => {
      const compiled = RE2JS.compile(source);
      const texts = regexTexts(source);
      for (const sample of samples.map((pieces) => pieces.join(''))) {
        if (!compiled.test(sample)) continue;
        fitted += 1;
        expect(holds(texts, sample.toLowerCase()), `${source} in ${sample}`).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
  expect(fitted).toBeGreaterThan(1000);
});
