import type { HoneyCard } from './honey.ts';
import { writtenPhones } from './mark-honey.ts';

/**
 * Which of these people stand in a text, however it is written: by mailbox, or by telephone number. Their names and order numbers are
 * nobody's own and prove nothing. Case, and blanks and punctuation within numbers, make no difference.
 */
export function findInText<T extends { readonly card: HoneyCard }>(text: string, honeys: readonly T[]): T[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const digits = plain.replace(/(?<=\d)[ \t().\-/]{1,3}(?=\d)/g, '');
  return honeys.filter(({ card }) => {
    const name = card.mail.slice(0, card.mail.indexOf('@'));
    // The part before the @ suffices: lists of accounts are sold without it, and it is as long as a key.
    if (hasWord(plain, name)) return true;
    return writtenPhones(card.phone)
      .filter((one) => one.length >= 9)
      .some((one) => hasNumber(digits, one));
  });
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[a-z0-9.]/.test(text[at - 1] ?? ' ') && !/[a-z0-9]/.test(text[at + word.length] ?? ' ')) return true;
  }
  return false;
}

function hasNumber(text: string, number: string): boolean {
  for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
    if (!/\d/.test(text[at - 1] ?? ' ') && !/\d/.test(text[at + number.length] ?? ' ')) return true;
  }
  return false;
}
