/** Longest key of a repeating cipher that is looked for, in bytes. */
const MAX_KEY = 9;
/** So many bytes beyond the key must agree before it counts: chance then is below one in 10^16. */
const PROOF = 7;
/** So many characters must repeat earlier ones in an exchanged alphabet. */
const REPEATS = 5;
const MAX_TEXT = 24_000;

/**
 * Whether a known value stands in a text enciphered by exclusive-or or addition with a key of up to nine bytes that repeats, or
 * with a key that counts up. Text and value: one character a byte. Values shorter than ten bytes prove nothing.
 */
export function hidesByKey(text: string, value: string): 'exclusive-or with a short key' | 'shifted by a short key' | null {
  if (value.length < 10 || text.length < value.length) return null;
  const bytes = Buffer.from(text.slice(0, MAX_TEXT), 'latin1');
  const known = Buffer.from(value, 'latin1');
  const keys = new Uint8Array(known.length);
  for (let start = 0; start + known.length <= bytes.length; start++) {
    fill(keys, bytes, known, start, (a, b) => a ^ b);
    if (repeats(keys) || countsUp(keys)) return 'exclusive-or with a short key';
    fill(keys, bytes, known, start, (a, b) => a - b);
    if (repeats(keys)) return 'shifted by a short key';
  }
  return null;
}

function fill(keys: Uint8Array, bytes: Buffer, known: Buffer, start: number, by: (a: number, b: number) => number): void {
  for (let i = 0; i < known.length; i++) keys[i] = by(bytes[start + i] ?? 0, known[i] ?? 0);
}

/** A key that repeats, but not one of nothing: that is the value in the clear. */
function repeats(keys: Uint8Array): boolean {
  const longest = Math.min(MAX_KEY, keys.length - PROOF);
  for (let period = 1; period <= longest; period++) {
    let same = period;
    while (same < keys.length && keys[same] === keys[same - period]) same += 1;
    if (same === keys.length) return keys.some((key) => key !== 0);
  }
  return false;
}

function countsUp(keys: Uint8Array): boolean {
  for (let i = 1; i < keys.length; i++) if (keys[i] !== (((keys[i - 1] ?? 0) + 1) & 255)) return false;
  return true;
}

/**
 * Whether a known value stands in a text with its letters exchanged one for one (another alphabet for base64, digits written as
 * letters, rotated letters): the same places hold the same characters. `value` in the clear, in base64 at any offset, and in hex.
 */
export function hidesByAlphabet(text: string, value: string): boolean {
  const candidates = [value, ...inBase64(value), Buffer.from(value, 'latin1').toString('hex')]
    .map(patternOf)
    .filter(({ repeated }) => repeated >= REPEATS);
  const codes = text.slice(0, MAX_TEXT);
  return candidates.some(({ back }) => standsIn(codes, back));
}

/** The inner part of the value's base64, which does not depend on what stands before and after it. */
function inBase64(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(`${'\0'.repeat(offset)}${value}`, 'latin1')
      .toString('base64')
      .replace(/=+$/, '');
    const begin = offset === 0 ? 0 : offset + 1;
    const whole = Math.floor(((offset + value.length) * 8) / 6);
    return encoded.slice(begin, whole);
  });
}

interface Pattern {
  /** For each place, how far back the same character stood last; 0 when it is new. */
  readonly back: readonly number[];
  readonly repeated: number;
}

function patternOf(text: string): Pattern {
  const back = [...text].map((char, place) => {
    const last = text.lastIndexOf(char, place - 1);
    return place === 0 || last < 0 ? 0 : place - last;
  });
  return { back, repeated: back.filter((distance) => distance > 0).length };
}

function standsIn(text: string, back: readonly number[]): boolean {
  outer: for (let start = 0; start + back.length <= text.length; start++) {
    for (let place = 1; place < back.length; place++) {
      const distance = back[place] ?? 0;
      const char = text.charCodeAt(start + place);
      if (distance > 0) {
        if (char !== text.charCodeAt(start + place - distance)) continue outer;
      } else {
        for (let before = 0; before < place; before++) if (text.charCodeAt(start + before) === char) continue outer;
      }
    }
    return true;
  }
  return false;
}
