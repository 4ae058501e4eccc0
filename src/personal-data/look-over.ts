import { type NumberRun, readNumber } from './number-run.ts';

/** What one pass over the characters of a text says about which shapes are worth trying. */
export interface Look {
  readonly numbers: readonly NumberRun[];
  /** Two letters that begin a word, and two digits: account numbers, national insurance numbers, VAT numbers. */
  readonly code: boolean;
  readonly at: boolean;
  /** A run of at least 16 letters, digits, `_` or `-`, with a digit: keys have some. */
  readonly long: boolean;
  /** A `:` or `=` behind a word that may be the name of a secret. */
  readonly named: boolean;
  /** Full-width forms, no-break spaces or typographic dashes, which `narrow` turns into plain ones. */
  readonly wide: boolean;
}

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const SIGN = 4;
const MARK = 5;
const WIDE = 6;
const LONG = 16;
const SPACE = 32;
const DASH = 45;
const LOW_LINE = 95;
const SLASH = 47;
const EQUAL = 61;

const CLASSES = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const mark = String.fromCharCode(code);
  if (/[-_A-Za-z]/.test(mark)) CLASSES[code] = LETTER;
  else if (/\d/.test(mark)) CLASSES[code] = DIGIT;
  else if (mark === '@') CLASSES[code] = SIGN;
  else if (/[:=]/.test(mark)) CLASSES[code] = MARK;
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (CLASSES[code] ?? OTHER) : OTHER;
}

/** Looks at each character once and says what may be in the text. */
export function lookOver(text: string): Look {
  const numbers: NumberRun[] = [];
  const length = text.length;
  let [at, code, long, named, wide] = [false, false, false, false, false];
  let word = 0;
  let digit = -1;
  for (let nth = 0; nth < length; nth++) {
    const mark = text.charCodeAt(nth);
    const kind = mark < 128 ? CLASSES[mark] : WIDE;
    if (kind === LETTER) word++;
    else if (kind === DIGIT) {
      digit = nth;
      if (!code) code = twoLettersBefore(text, nth);
      if (word > 0 && isInWord(text, nth)) word++;
      else {
        const end = readNumber(text, nth, numbers);
        word += end - nth;
        nth = end - 1;
      }
    } else {
      if (word >= LONG && digit >= nth - word) long = true;
      word = 0;
      if (kind === MARK) named = named || mayName(text, nth);
      else if (kind === SIGN) at = true;
      else if (kind === WIDE && isWide(mark)) wide = true;
    }
  }
  return { numbers, code, at, long: long || (word >= LONG && digit >= length - word), named, wide };
}

function isWide(code: number): boolean {
  return (code >= 0xff01 && code <= 0xff5e) || code === 0xa0 || code === 0x202f || (code >= 0x2010 && code <= 0x2015) || code === 0x2212;
}

/** The same text, of the same length, in plain letters, digits, spaces and dashes. */
export function narrow(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u202f\u3000]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]|(?<=\d)\u30fc(?=\d)/g, '-');
}

/** A letter or digit right before, and no joint: the digit belongs to a word. */
function isInWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return before !== DASH && before !== LOW_LINE;
}

/** `DE89`, or with a space `AB 12 34`; the digits begin at `at`. */
function twoLettersBefore(text: string, at: number): boolean {
  if (at < 2 || classAt(text, at + 1) !== DIGIT) return false;
  const spaced = text.charCodeAt(at - 1) === SPACE;
  if (spaced && text.charCodeAt(at + 2) !== SPACE) return false;
  const end = spaced ? at - 1 : at;
  return end >= 2 && isLetter(text, end - 1) && isLetter(text, end - 2) && !isLetter(text, end - 3) && classAt(text, end - 3) !== DIGIT;
}

function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 32;
  return code >= 97 && code <= 122;
}

// What ends password, pwd, pass, passcode, passphrase, passwort, hasło, token, key, secret, confirm, confirmation, repeat, again, new, old, hash.
const ENDS: ReadonlySet<number> = new Set('rd wd ss de se rt lo en ey et rm on at in ew ld sh'.split(' ').map((end) => pair(end, 1)));

/** Two letters as one number, whichever case; the second one stands at `at`. */
function pair(text: string, at: number): number {
  return ((text.charCodeAt(at - 1) | 32) << 8) | text.charCodeAt(at) | 32;
}

/** Whether the `:` or `=` at `at` may stand behind the name of a secret, in other scripts than Latin any; `://` does not. */
function mayName(text: string, at: number): boolean {
  const isEqual = text.charCodeAt(at) === EQUAL;
  if (!isEqual && text.charCodeAt(at + 1) === SLASH) return false;
  let nth = at - 1;
  while (nth > 0 && nth > at - 5 && isQuoteOrSpace(text.charCodeAt(nth))) nth--;
  if (nth < 1) return false;
  const [before, code] = [text.charCodeAt(nth - 1), text.charCodeAt(nth)];
  return code > 127 || before > 127 || ENDS.has(pair(text, nth)) || (isEqual && classAt(text, nth) === DIGIT && before >= 65);
}

/** Space, quotation marks, backslash, closing bracket. */
function isQuoteOrSpace(code: number): boolean {
  return code === SPACE || code === 34 || code === 39 || code === 92 || code === 93;
}
