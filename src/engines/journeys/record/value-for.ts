import { kindOfField, shopWords } from '../helpers/shop-words.ts';
import type { Described } from './describe-element.ts';

const CARD = /cc-|cvc|cvv|security.?code|card.?(?:num|no\b)|cc.?num|credit.?card|iban|karten?.?nummer|numer.?karty|カード番号/i;

/**
 * What the file says instead of what was typed, as TypeScript: declared test data for what tells of a person, the environment for
 * passwords, the typed itself only for small numbers and words that are searched. `null`: it is not recorded at all. Pure.
 */
export function valueFor(
  { about, type }: Pick<Described, 'about' | 'type'>,
  typed: string,
): { readonly secret: boolean; readonly text: string } | null {
  if (CARD.test(about)) return null;
  const kind = type === 'password' ? 'password' : kindOfField(about);
  if (kind === 'password') return { secret: true, text: 'PASSWORD' };
  if (kind !== null) return { secret: false, text: shopWords().who[kind] ?? 'Test' };
  if (/^\d{1,3}$/.test(typed) || type === 'search') return { secret: false, text: type === 'search' && isPersonal(typed) ? 'Test' : typed };
  return { secret: false, text: 'Test' };
}

/** Whether something looks like what tells of a person: an address of mail, a long number. */
function isPersonal(text: string): boolean {
  return text.includes('@') || /\d{4,}/.test(text.replaceAll(/[\s.-]/g, ''));
}
