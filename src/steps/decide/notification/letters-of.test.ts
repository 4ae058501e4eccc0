import { expect, test } from 'vitest';
import type { NoticeText } from '#engines/house.ts';
import { lettersOf } from './letters-of.ts';

const text = (more: Partial<NoticeText>): NoticeText => ({
  ...{
    notice: 'ntc_1',
    version: 1,
    released: false,
    hash: 'a'.repeat(64),
    language: 'pl',
    subject: 'S',
    text: 'T {name} {code}',
    content: {},
  },
  ...more,
});

test('of each notice the released version, else the latest, and which of the two it is', () => {
  const letters = lettersOf([
    text({ version: 1 }),
    text({ version: 2, released: true, text: 'released' }),
    text({ version: 3, text: 'later' }),
    text({ notice: 'ntc_2', language: 'de', version: 1 }),
    text({ notice: 'ntc_2', language: 'de', version: 2, text: 'latest' }),
  ]);
  expect(letters.map((one) => [one.language, one.version, one.released, one.text])).toEqual([
    ['de', 2, false, 'latest'],
    ['pl', 2, true, 'released'],
  ]);
  expect(lettersOf([])).toEqual([]);
});
