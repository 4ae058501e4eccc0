import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';

export const shortestPassword = 12;

const listShape = z.object({ source: z.string(), read: z.coerce.string(), standing: z.string(), words: z.array(z.string().min(1)) });
let words: readonly string[] | null = null;

function commonWords(): readonly string[] {
  if (words) return words;
  const file = join(import.meta.dirname, '..', '..', '..', 'data', 'access', 'common-passwords.yaml');
  words = listShape.parse(parse(readFileSync(file, 'utf8'))).words.toSorted((a, b) => b.length - a.length);
  return words;
}

/** Digits and signs at both ends of a word. */
const ends = /^\P{L}+|\P{L}+$/gu;
const swaps: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

/** Why a password is easy to guess, or null. `own` are words an attacker would try first: the person's name, mail, organisation. */
export function weaknessOf(password: string, own: readonly string[] = []): string | null {
  if ([...password].length < shortestPassword) return `it has fewer than ${shortestPassword} characters`;
  if (password.length > 256) return 'it has more than 256 characters';
  const lower = password.toLowerCase();
  if (new Set(lower).size < 5) return 'it repeats very few characters';
  if (isRun(lower)) return 'it follows the keyboard or the alphabet';
  const guessable = [...commonWords(), ...own.flatMap(partsOf)];
  if (!/\p{L}/u.test(lower)) return 'it holds only digits and signs';
  const unswapped = [...lower].map((letter) => swaps[letter] ?? letter).join('');
  const stripped = [...lower.replace(ends, '')].map((letter) => swaps[letter] ?? letter).join('');
  for (const text of [lower, unswapped, unswapped.replace(ends, ''), stripped]) {
    if (isMadeOf(text.replace(/\P{L}/gu, ''), guessable)) return 'it is made of words that every guessing list begins with';
  }
  return null;
}

/** Throws PASSWORD_WEAK with the reason. */
export function requireStrong(password: string, own: readonly string[] = []): void {
  const reason = weaknessOf(password, own);
  if (reason !== null) throw new ShopbellError('PASSWORD_WEAK', { reason });
}

function partsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part.length >= 3);
}

const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  '98765432109876543210',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
];

function isRun(text: string): boolean {
  return runs.some((run) => run.includes(text) || [...run].toReversed().join('').includes(text));
}

/** Whether the text is nothing but these words one after another. */
function isMadeOf(text: string, parts: readonly string[]): boolean {
  const reachable = new Array<boolean>(text.length + 1).fill(false);
  reachable[0] = true;
  for (let at = 0; at < text.length; at++) {
    if (!reachable[at]) continue;
    for (const part of parts) if (text.startsWith(part, at)) reachable[at + part.length] = true;
  }
  return reachable[text.length] === true;
}
