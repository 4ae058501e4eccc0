import { domainToASCII } from 'node:url';
import type { NameWords } from '../words.ts';

export interface Generated {
  readonly kind:
    | 'addition'
    | 'omission'
    | 'repetition'
    | 'transposition'
    | 'replacement'
    | 'insertion'
    | 'vowel-swap'
    | 'bit-flip'
    | 'plural'
    | 'look-alike'
    | 'hyphen'
    | 'subdomain'
    | 'lure'
    | 'ending'
    | 'joined-ending';
  readonly name: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const VOWELS = 'aeiou';
const SIGNS = `${LETTERS}0123456789-`;
/** Rows of the keyboards people type shop names on (QWERTY, QWERTZ, AZERTY): neighbours are slips of the finger. */
const KEYBOARDS = [
  ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ['1234567890', 'qwertzuiop', 'asdfghjkl', 'yxcvbnm'],
  ['1234567890', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
];
const ENDINGS = [
  'com',
  'net',
  'org',
  'info',
  'biz',
  'eu',
  'pl',
  'de',
  'jp',
  'co.uk',
  'shop',
  'store',
  'online',
  'site',
  'top',
  'xyz',
  'sale',
  'app',
  'vip',
  'club',
  'sbs',
  'icu',
  'lol',
  'cfd',
  'click',
  'cc',
];
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names that somebody could register to be taken for `label.ending`, each once, with how it was made. */
export function* generateNames(label: string, ending: string, words: NameWords): Generator<Generated> {
  const seen = new Set([`${label}.${ending}`]);
  for (const { kind, text } of variants(label, words)) {
    const ascii = domainToASCII(text);
    const name = `${ascii}.${ending}`;
    if (seen.has(name) || !ascii.split('.').every((part) => LABEL.test(part))) continue;
    seen.add(name);
    yield { kind, name };
  }
  for (const other of ENDINGS) if (other !== ending) yield { kind: 'ending', name: `${label}.${other}` };
  const joined = ending.replaceAll('.', '');
  for (const text of [`${label}${joined}`, `${label}-${joined}`, `www${label}`, `www-${label}`])
    yield { kind: 'joined-ending', name: `${text}.com` };
}

interface Variant {
  readonly kind: Generated['kind'];
  readonly text: string;
}

function* variants(label: string, words: NameWords): Generator<Variant> {
  yield* slips(label);
  yield* swaps(label, words);
  for (const sign of `${LETTERS}0123456789`) yield { kind: 'addition', text: label + sign };
  for (let i = 1; i < label.length; i++) {
    yield { kind: 'hyphen', text: `${label.slice(0, i)}-${label.slice(i)}` };
    yield { kind: 'subdomain', text: `${label.slice(0, i)}.${label.slice(i)}` };
    yield { kind: 'plural', text: `${label.slice(0, i)}s${label.slice(i)}` };
  }
  for (const end of ['s', 'es']) yield { kind: 'plural', text: label + end };
  for (const word of words.lures) {
    for (const text of [`${label}-${word}`, `${label}${word}`, `${word}-${label}`, `${word}${label}`]) yield { kind: 'lure', text };
  }
}

/** What one finger does wrong. */
function* slips(label: string): Generator<Variant> {
  for (let i = 0; i < label.length; i++) {
    const [before, sign, after] = [label.slice(0, i), label.charAt(i), label.slice(i + 1)];
    yield { kind: 'omission', text: before + after };
    yield { kind: 'repetition', text: before + sign + sign + after };
    if (i > 0) yield { kind: 'transposition', text: label.slice(0, i - 1) + sign + label.charAt(i - 1) + after };
    for (const near of neighbours(sign)) {
      yield { kind: 'replacement', text: before + near + after };
      yield { kind: 'insertion', text: before + near + sign + after };
      yield { kind: 'insertion', text: before + sign + near + after };
    }
  }
}

/** What a deceiver changes, or one wrong bit. */
function* swaps(label: string, words: NameWords): Generator<Variant> {
  const { letters, pairs } = words.confusables;
  for (let i = 0; i < label.length; i++) {
    const [before, sign, after] = [label.slice(0, i), label.charAt(i), label.slice(i + 1)];
    if (VOWELS.includes(sign)) for (const vowel of VOWELS) yield { kind: 'vowel-swap', text: before + vowel + after };
    for (let bit = 0; bit < 7; bit++) {
      const flipped = String.fromCharCode(sign.charCodeAt(0) ^ (1 << bit));
      if (SIGNS.includes(flipped)) yield { kind: 'bit-flip', text: before + flipped + after };
    }
    for (const alike of letters[sign] ?? '') yield { kind: 'look-alike', text: before + alike + after };
    for (const [pair, letter] of Object.entries(pairs)) if (letter === sign) yield { kind: 'look-alike', text: before + pair + after };
  }
}

function neighbours(sign: string): Set<string> {
  const near = new Set<string>();
  for (const rows of KEYBOARDS) {
    const row = rows.findIndex((keys) => keys.includes(sign));
    const at = rows[row]?.indexOf(sign) ?? -1;
    if (at < 0) continue;
    for (const keys of [rows[row - 1], rows[row], rows[row + 1]]) {
      for (const key of keys?.slice(Math.max(0, at - 1), at + 2) ?? '') if (key !== sign) near.add(key);
    }
  }
  return near;
}
