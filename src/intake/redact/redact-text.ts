import { findCardNumbers } from '#personal-data/kinds/find-cards.ts';
import { findIbans } from '#personal-data/kinds/find-ibans.ts';
import { KEY_MARKS } from '#personal-data/kinds/find-tokens.ts';

const SUSPECT = /@|\d(?:[ .+_-]{0,2}\d){11}|[A-Za-z]{2}\d{2}[ +-]?[A-Za-z0-9]|[A-Za-z0-9_-]{20,}|[Bb]earer |[Bb]asic |%[0-9A-Fa-f]{2}/;
const JWT = /eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g;
const KEY = new RegExp(`(?:[sprw]k_(?:live|test)_|${KEY_MARKS})[A-Za-z0-9_.-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}`, 'g');
const SCHEME = /\b([Bb]earer|[Bb]asic) +[A-Za-z0-9._~+/=-]{6,}/g;
const HEX = /[0-9a-fA-F]{32,}/g;
const WORD = /[A-Za-z0-9_]{24,}/g;

/**
 * Replaces what must not be stored by a typed mark: `[email]`, `[card]`, `[iban]`, `[token]`, `[hex]`, `[digits]`.
 * Percent-encoded text is looked at decoded; when something is found there, the decoded text is what remains.
 */
export function redactText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const direct = redactPlain(text);
  if (!direct.includes('%')) return direct;
  const decoded = decodeAll(direct);
  if (decoded === direct) return direct;
  const redacted = redactPlain(decoded);
  return redacted === decoded ? direct : redacted.replace(/\s/g, '+');
}

function redactPlain(text: string): string {
  let out = text.replace(JWT, '[token]').replace(KEY, '[token]').replace(SCHEME, '$1 [token]');
  if (out.includes('@')) out = redactEmails(out);
  out = mark(out, findIbans(out), () => '[iban]');
  out = mark(out, findCardNumbers(out), ({ what }) => (what === 'card' ? '[card]' : '[digits]'));
  return out.replace(HEX, '[hex]').replace(WORD, (word) => (isRandom(word) ? '[token]' : word));
}

interface Place {
  readonly from: number;
  readonly to: number;
}

function mark<P extends Place>(text: string, places: readonly P[], by: (place: P) => string): string {
  let out = '';
  let kept = 0;
  for (const place of places) {
    out += text.slice(kept, place.from) + by(place);
    kept = place.to;
  }
  return kept === 0 ? text : out + text.slice(kept);
}

/** Upper case, lower case and digits in one long run: no word of a language. */
function isRandom(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word);
}

const STOP = ' \t\r\n"\'<>()[]{},;:/\\?&=#|`';

function isPart(text: string, at: number): boolean {
  return at >= 0 && at < text.length && !STOP.includes(text.charAt(at)) && text.charAt(at) !== '@';
}

/** Around each `@`: everything on both sides that can be part of an address, when there is something on both. */
function redactEmails(text: string): string {
  let out = '';
  let kept = 0;
  for (let mark = text.indexOf('@'); mark >= 0; mark = text.indexOf('@', mark + 1)) {
    let from = mark;
    while (from > kept && isPart(text, from - 1)) from--;
    let to = mark + 1;
    while (isPart(text, to)) to++;
    const domain = text.slice(mark + 1, to);
    if (from === mark || !domain.includes('.') || domain.startsWith('.')) continue;
    out += `${text.slice(kept, from)}[email]`;
    kept = to;
  }
  return out + text.slice(kept);
}

/** Undoes percent-encoding up to three times, tolerating what is not valid. */
export function decodeAll(text: string): string {
  let now = text;
  for (let nth = 0; nth < 3 && now.includes('%'); nth++) {
    const next = decodeOnce(now);
    if (next === now) break;
    now = next;
  }
  return now;
}

/** Undoes one layer of percent-encoding; a sequence that is not UTF-8 becomes U+FFFD, a lone `%` stays. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
