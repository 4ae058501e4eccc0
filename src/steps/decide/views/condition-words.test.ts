import { describe, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '#web/messages.ts';
import { lawTables } from '../tables.ts';
import { wordsOfCondition, wordsOfLimits } from './condition-words.ts';

const messages = loadMessages(productFiles);
const { regimes, floors } = lawTables();
const viewIn = (locale: 'en' | 'pl' | 'de' | 'ja') => ({ locale, t: messages.in(locale), timeZone: 'UTC' });

describe.each(['en', 'pl', 'de', 'ja'] as const)('conditions and terms in %s', (locale) => {
  const view = viewIn(locale);

  it('hold no code, key or name of ours', () => {
    const all = [
      ...regimes.flatMap(({ scope, rules, named }) =>
        [scope.when, ...rules.map(({ when }) => when)].map((when) => wordsOfCondition(when, named, view)),
      ),
      ...floors.rules.map(({ when }) => wordsOfCondition(when, floors.named, view)),
      ...regimes.flatMap(({ duties }) => duties.map(({ limits }) => wordsOfLimits(limits, view))),
    ];
    const code = /decide\.|[{}`*@]|\b[a-z]+[A-Z]\w*|\b(?:known|unknown)-recipients|data-left|working_days/;
    expect(all.filter((words) => words === '' || code.test(words))).toEqual([]);
  });
});

it('says the same as the sheet for a lawyer, in words', () => {
  const { named } = floors;
  const words = wordsOfCondition(
    { all: [{ fact: 'people', moreThan: 100 }, { not: { fact: 'encryption', is: ['intact'] } }] },
    named,
    viewIn('en'),
  );
  expect(words).toMatch(/^How many people: more than 100 and not: Encryption: /);
  expect(wordsOfLimits([{ hours: 72, from: 'awareAt' }], viewIn('de'))).toBe('72 Stunden ab: Bekannt seit');
  expect(wordsOfLimits([], viewIn('pl'))).toBe('bez zbędnej zwłoki');
});
