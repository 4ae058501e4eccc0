import { createHash } from 'node:crypto';
import type { Letter } from '#engines/wire/mail-types.ts';
import type { LetterLink, LetterLook } from '../../account-look.ts';
import { siteOf } from '../site-of.ts';
import { bitsOf } from './look-at-orders.ts';
import type { TestAccount } from './test-accounts.ts';

const ADDRESS = /https?:\/\/[^\s"'<>()[\]]+/gi;
const RESET = /reset|recover|forgot|lost|passwor|passwort|hasl|has%C5%82|newpass|set-?new|rp&|createpassword|token|key=|パスワード/i;
const PASSWORD_IN_TEXT = /(?:password|passwort|kennwort|hasło|mot de passe|contraseña|パスワード)(?:\s+is)?\s*[:：]\s*([^\s<>]{6,40})/iu;
const CODE = /(?<![\w/=#-])(\d{4,8})(?![\w-])/g;
const HOURS: readonly (readonly [RegExp, number])[] = [
  [/(\d{1,4})\s*(?:minutes?|mins?\b|minuten?|minut\w*|分)/iu, 1 / 60],
  [/(\d{1,4})\s*(?:hours?|hrs?\b|stunden?|godzin\w*|heures?|horas?|時間)/iu, 1],
  [/(\d{1,3})\s*(?:days?|tagen?|tage?\b|dni|dzień|jours?|días?|giorni|日間?)/iu, 24],
];
/** So near to now is a number of seconds the time of asking. */
const NEAR_SECONDS = 86_400;

/** The link of a letter by which a new password is set, its own site’s first; `null`: there is none. */
export function resetLinkOf(letter: Letter, shop: string): string | null {
  const links = linksOf(letter).filter((link) => RESET.test(link.replace(/^https?:\/\/[^/]+/i, '')));
  const rank = (link: string) => (siteOf(link) === siteOf(shop) ? 100 : 0) + Math.min(99, tokenOf(link).length);
  return links.toSorted((a, b) => rank(b) - rank(a))[0] ?? null;
}

export function linksOf({ text, html }: Letter): string[] {
  const whole = `${text}\n${(html ?? '').replaceAll('&amp;', '&')}`;
  return [...new Set([...whole.matchAll(ADDRESS)].map(([link]) => link.replace(/[.,;:!?]+$/, '')))].filter((link) => URL.canParse(link));
}

/** The part of a link that is hardest to guess. */
export function tokenOf(link: string): string {
  const { pathname, search, hash } = new URL(link);
  const parts = `${pathname}${search}${hash}`.split(/[/?&=#]/).map(decoded);
  return (
    parts.filter((part) => part.length >= 4 && !/^[a-z_-]+$/i.test(part)).toSorted((a, b) => bitsOf(b) - bitsOf(a))[0] ?? longest(parts)
  );
}

function longest(parts: readonly string[]): string {
  return parts.filter((part) => part.length >= 16).toSorted((a, b) => b.length - a.length)[0] ?? '';
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** How hard a token is to guess by its form, and what it is made of where that can be told. */
export function tokenFacts(token: string, { address }: TestAccount, now: Date): LetterLink['token'] {
  return { length: token.length, bits: Math.round(bitsOf(token)), madeOf: madeOf(token, address.toLowerCase(), now) };
}

function madeOf(token: string, address: string, now: Date): string | null {
  const seconds = Math.floor(now.getTime() / 1_000);
  const isTime = (text: string) => /^\d{10}(?:\d{3})?$/.test(text) && Math.abs(Number(text.slice(0, 10)) - seconds) < NEAR_SECONDS;
  const plain = Buffer.from(token, 'base64').toString('latin1').toLowerCase();
  const hex = /^(?:[0-9a-f]{2})+$/i.test(token) ? Buffer.from(token, 'hex').toString('latin1').toLowerCase() : '';
  if ([token.toLowerCase(), plain, hex].some((text) => text.includes(address)) && bitsOf(rest(token, plain, hex, address)) < 64)
    return 'the address';
  if ([token, plain, hex].some(isTime)) return 'the time';
  for (const name of ['md5', 'sha1', 'sha256'] as const)
    for (const [what, text] of guesses(address, seconds))
      if (createHash(name).update(text).digest('hex') === token.toLowerCase()) return `${name} of ${what}`;
  return null;
}

/** What stands in a token beside the address. */
function rest(token: string, plain: string, hex: string, address: string): string {
  const whole = [token.toLowerCase(), plain, hex].find((text) => text.includes(address)) ?? '';
  return whole.replace(address, '').replace(/[^\w-]/g, '');
}

function* guesses(address: string, seconds: number): Generator<readonly [string, string]> {
  yield ['the address', address];
  yield ['the name in the address', address.split('@')[0] ?? ''];
  for (let before = 0; before < 180; before++) {
    yield ['the time', String(seconds - before)];
    yield ['address and time', `${address}${seconds - before}`];
    yield ['address and time', `${seconds - before}${address}`];
  }
}

/** What the letter says in words. */
export function lettersWords(letter: Letter, account: TestAccount): Pick<LetterLook, 'password' | 'code' | 'hours' | 'isSpam'> {
  const text = `${letter.subject}\n${letter.text}\n${(letter.html ?? '').replace(/<style[\s\S]*?<\/style>/gi, ' ').replace(/<[^>]*>/g, ' ')}`;
  const without = text.replace(ADDRESS, ' ');
  const isNew = PASSWORD_IN_TEXT.exec(without)?.[1];
  const codes = [...without.matchAll(CODE)].map(([, code = '']) => code).filter((code) => !/^(?:19|20)\d\d$/.test(code));
  const hours = HOURS.flatMap(([pattern, unit]) => (pattern.exec(without)?.[1] ? [Number(pattern.exec(without)?.[1]) * unit] : []));
  return {
    isSpam: letter.isSpam,
    password: text.includes(account.password) ? 'own' : isNew !== undefined && /\d|[^\w]/.test(isNew) ? 'new' : null,
    code: codes.length === 1 ? (codes[0]?.length ?? null) : null,
    hours: hours.length === 0 ? null : Math.min(...hours),
  };
}

/** In how many places two tokens differ. */
export function differences(a: string, b: string): number {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => (a[at] === b[at] ? 0 : 1)).reduce<number>(
    (sum, one) => sum + one,
    0,
  );
}
