import { z } from 'zod';
import { readData } from '../../data/read-data.ts';

const wordList = z.array(z.array(z.string().min(1)).min(2));
const fieldKinds = [
  'email',
  'password',
  'phone',
  'postcode',
  'givenName',
  'familyName',
  'fullName',
  'houseNumber',
  'extra',
  'street',
  'city',
  'region',
] as const;

/** Schema of data/journeys/shops.yaml. */
const shopWordsShape = z.strictObject({
  source: z.string(),
  read: z.string(),
  standing: z.literal('guidance'),
  words: z.strictObject({
    addToCart: wordList,
    checkout: wordList,
    guest: wordList,
    proceed: wordList,
    order: wordList,
    thanks: wordList,
    orderNumber: wordList,
  }),
  paths: z.strictObject({ cart: z.array(z.string()), checkout: z.array(z.string()) }),
  products: z.array(z.string()).min(1),
  fields: z.array(z.strictObject({ is: z.enum(fieldKinds), like: z.string() })),
  who: z.partialRecord(z.enum(fieldKinds), z.string()),
});

export type FieldOfPerson = (typeof fieldKinds)[number];
type Purpose = keyof z.output<typeof shopWordsShape>['words'];

export function shopWords() {
  return readData('journeys/shops.yaml', shopWordsShape);
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+');

/** What is said for a purpose in any language, as one expression. Words of letters must stand alone. */
export function wordsFor(purpose: Purpose): RegExp {
  const all = shopWords().words[purpose].flatMap(([, ...words]) => words);
  const parts = all.map((word) => (/^[\p{Script=Latin}\s'°]+$/u.test(word) ? `(?<![\\p{L}])${escaped(word)}(?![\\p{L}])` : escaped(word)));
  return new RegExp(parts.join('|'), 'iu');
}

/** What a field asks for, by all that is said about it; `null`: something else. */
export function kindOfField(about: string): FieldOfPerson | null {
  return shopWords().fields.find(({ like }) => new RegExp(like, 'iu').test(about))?.is ?? null;
}
