import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const wordList = z.array(z.array(z.string().min(1)).min(2)).min(7);
const purposes = ['signIn', 'signOut', 'register', 'reset', 'orders', 'settings', 'tracking', 'locked', 'limited', 'secondFactor'] as const;

/** Schema of data/accounts/words.yaml. */
const accountWordsShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.literal('guidance'),
  words: z.record(z.enum(purposes), wordList),
  paths: z.array(z.string().startsWith('/')),
  captcha: z.string(),
  token: z.string(),
});

export type AccountPurpose = (typeof purposes)[number];

/** What accounts are called, and where platforms keep them. */
export function accountWords() {
  return readData('accounts/words.yaml', accountWordsShape);
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+');

/** Source of one expression for what is said for a purpose in any language; for flags `iu`. Words of letters must stand alone. */
export function accountPattern(purpose: AccountPurpose): string {
  const all = accountWords().words[purpose].flatMap(([, ...words]) => words);
  return all
    .map((word) => (/^[\p{Script=Latin}\d\s'-]+$/u.test(word) ? `(?<![\\p{L}])${escaped(word)}(?![\\p{L}])` : escaped(word)))
    .join('|');
}
