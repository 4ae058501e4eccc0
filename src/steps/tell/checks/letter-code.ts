const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DATA = 9;

/**
 * A letter's code from the bytes of a keyed hash: nine characters of 5 bits and one check character, shown as `ABCDE-FGHJK`.
 * Letters that look like digits do not occur; the check character finds every single wrong character and every swap of neighbours.
 */
export function makeLetterCode(bytes: Uint8Array): string {
  const data = Array.from({ length: DATA }, (_, i) => (bytes[i] ?? 0) % 31);
  return showCode([...data, checkOf(data)].map((value) => ALPHABET.charAt(value)).join(''));
}

/** What a person typed, as the plain ten characters, or `null` when it cannot be a code. Reads I and L as 1, O as 0. */
export function readLetterCode(typed: string): string | null {
  const plain = typed
    .toUpperCase()
    .replace(/[\s.–—_-]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
  if (plain.length !== DATA + 1) return null;
  const values = [...plain].map((sign) => ALPHABET.indexOf(sign));
  if (values.some((value) => value < 0 || value > 30)) return null;
  return checkOf(values.slice(0, DATA)) === values[DATA] ? plain : null;
}

function showCode(plain: string): string {
  return `${plain.slice(0, 5)}-${plain.slice(5)}`;
}

/** Weighted sum modulo the prime 31, so that the weights 2..10 differ and none is zero. */
function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value, at) => sum + value * (at + 2), 0) % 31;
}
