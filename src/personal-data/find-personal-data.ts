import { findAccounts, findPolishAccounts } from './kinds/find-accounts.ts';
import { findCards } from './kinds/find-cards-in-context.ts';
import { findEmails } from './kinds/find-emails.ts';
import { findNationalIds } from './kinds/find-national-ids.ts';
import { findPasswords } from './kinds/find-passwords.ts';
import { findPhones } from './kinds/find-phones.ts';
import { findKeyBlocks, findTokens } from './kinds/find-tokens.ts';
import type { Found } from './kinds.ts';
import { type Look, lookOver, narrow } from './look-over.ts';

const MOST = 100_000;
const KEY_BLOCK = 'PRIVATE KEY';
const NOTHING: readonly never[] = [];

/**
 * Personal data and secrets in a text, decoded before, from left to right and not overlapping: what has the stronger proof wins.
 * At least `atLeast` sure (default 2). Of a text longer than 100,000 characters only the beginning is looked at.
 */
export function findPersonalData(text: string, atLeast: Found['confidence'] = 2): readonly Found[] {
  const cut = text.length > MOST ? text.slice(0, MOST) : text;
  const look = lookOver(cut);
  if (look.wide) {
    const plain = narrow(cut);
    return inOrder(candidates(plain, lookOver(plain)), atLeast);
  }
  return inOrder(candidates(cut, look), atLeast);
}

/** Whether a text can hold anything that `findPersonalData` finds: one pass over its characters. What it refuses holds nothing. */
export function mayHoldPersonalData(text: string): boolean {
  const { numbers, code, at, long, named, wide } = lookOver(text);
  return numbers.length > 0 || code || at || long || named || wide || text.includes(KEY_BLOCK);
}

/** What may be meant, the kinds whose shape proves more first. */
function candidates(text: string, look: Look): readonly (readonly Found[])[] {
  const { numbers, code, at, long, named } = look;
  const found: (readonly Found[])[] = [];
  if (text.includes(KEY_BLOCK)) found.push(findKeyBlocks(text));
  if (long) found.push(findTokens(text, named));
  if (named || at) found.push(findPasswords(text, named, at));
  if (at) found.push(findEmails(text));
  if (code) found.push(findAccounts(text));
  if (code || numbers.length > 0) {
    const national = findNationalIds(text, look);
    found.push(national.filter((one) => one.confidence === 3));
    if (numbers.length > 0) found.push(findPolishAccounts(text, numbers), findCards(text, numbers), findPhones(text, numbers));
    found.push(national);
  }
  return found.length === 0 ? NOTHING : found;
}

function inOrder(lists: readonly (readonly Found[])[], atLeast: number): readonly Found[] {
  const found: Found[] = [];
  for (const list of lists) {
    for (const one of list) if (one.confidence >= atLeast) insert(found, one);
  }
  return found;
}

/** Puts one in its place, unless it overlaps what is there. */
function insert(found: Found[], one: Found): void {
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found[middle]?.from ?? 0) < one.from) low = middle + 1;
    else high = middle;
  }
  if ((found[low - 1]?.to ?? 0) <= one.from && (found[low]?.from ?? one.to) >= one.to) found.splice(low, 0, one);
}
