import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findInText } from './find-in-text.ts';
import { honeyCountries, makeCard } from './make-card.ts';

const bytes = fc.uint8Array({ minLength: 12, maxLength: 12 });
const country = fc.constantFrom(...honeyCountries(), 'at', 'CH');
const found = (text: string, ...cards: ReturnType<typeof makeCard>[]) =>
  findInText(
    text,
    cards.map((card) => ({ card })),
  ).length;

it('a person is found by mailbox and number, however they are written, and no other is', () => {
  fc.assert(
    fc.property(country, bytes, bytes, (where, some, other) => {
      const card = makeCard(where, 'post.example', some);
      const another = makeCard(where, 'post.example', other);
      fc.pre(card.mail !== another.mail && card.phone !== another.phone);
      const [name = ''] = card.mail.split('@');
      for (const text of [card.mail, `x;${card.mail.toUpperCase()};y`, `login=${name}:secret`, `<${card.mail}>`]) {
        expect(found(text, card)).toBe(1);
        expect(found(text, another)).toBe(0);
      }
      expect(found(`${name}7@post.example a${name}`, card)).toBe(0);
    }),
  );
});

it('numbers are found with blanks, dashes and brackets, with or without the country, and not within longer numbers', () => {
  const card = makeCard('de', 'post.example', new Uint8Array([0, 1, 0, 2, 0, 0, 9, 9, 0, 0, 0, 7]));
  expect(card.phone).toBe('+493023125007');
  for (const text of ['+49 30 23125-007', '0049 (30) 23125007', '030/23125 007', '"03023125007"']) expect(found(text, card), text).toBe(1);
  for (const text of ['9030231250071', '1493023125007', '23125007', '']) expect(found(text, card), text).toBe(0);
});

it('telephone numbers are those that are kept free for fiction, or none', () => {
  const shape = {
    de: /^\+493023125\d{3}$/,
    gb: /^\+447700900\d{3}$/,
    us: /^\+121255501\d{2}$/,
    fr: /^\+3363998\d{4}$/,
    pl: /^$/,
    jp: /^$/,
  };
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(shape) as (keyof typeof shape)[])), bytes, (where, some) => {
      expect(makeCard(where, 'post.example', some).phone).toMatch(shape[where]);
    }),
  );
});
