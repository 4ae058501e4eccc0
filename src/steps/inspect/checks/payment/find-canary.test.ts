import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCanaries } from './find-canary.ts';

const card = { field: 'card', value: '4929123456781235' };
const mail = { field: 'email', value: 'canary.k3x9@example.org' };

const encodings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  url: encodeURIComponent,
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  reversed: (text) => [...text].reverse().join(''),
};

describe('made-up values in what a page sends', () => {
  it.each(Object.keys(encodings))('are found in %s', (name) => {
    const encode = encodings[name] ?? String;
    const text = `d=${encode(JSON.stringify({ n: card.value, m: mail.value }))}&x=1`;
    expect(
      findCanaries(text, [card, mail])
        .map((sighting) => sighting.field)
        .sort(),
    ).toEqual(['card', 'email']);
  });

  it('are found in every pair of encodings', () => {
    const name = fc.constantFrom(...Object.keys(encodings));
    fc.assert(
      fc.property(name, name, (first, second) => {
        const text = encodings[second]?.(encodings[first]?.(`card=${card.value};`) ?? '') ?? '';
        expect(findCanaries(`q=${text}`, [card])).toHaveLength(1);
      }),
    );
  });

  it('are found with grouped digits', () => expect(findCanaries('4929 1234-5678 1235', [card])).toHaveLength(1));

  it('are not found where they are not', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(findCanaries(text, [card, mail])).toEqual([]);
      }),
    );
  });
});
