import { hasContext } from '../has-context.ts';
import type { Found, PersonalDataKind } from '../kinds.ts';
import type { Look } from '../look-over.ts';

interface NationalId {
  readonly kind: PersonalDataKind;
  readonly shape: RegExp;
  /** Words that speak of it; without them a number is only of the shape. */
  readonly context: RegExp;
  isValid(digits: string): boolean;
}

const weighed = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, nth) => sum + weight * (digits.charCodeAt(nth) - 48), 0);

/** National numbers, each with the check that its state publishes (PESEL and NIP: Polish ministries; Steuer-ID: ISO 7064 mod 11,10; My Number: Ordinance 85 of 2014). */
const NATIONAL: readonly NationalId[] = [
  {
    kind: 'pesel',
    shape: /(?<![\d.-])\d{11}(?![\d.-])/g,
    context: /pesel/i,
    isValid: (digits) => (10 - (weighed(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(digits[10]) && isPeselDate(digits),
  },
  {
    kind: 'nip',
    shape: /(?<![\d.-])(?:\d{10}|\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3})(?![\d.-])/g,
    context: /(?<!\p{L})(?:nip|vat)|taxvat|podatk/iu,
    isValid: (digits) => weighed(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(digits[9]),
  },
  {
    kind: 'steuer-id',
    shape: /(?<![\d.-])[1-9]\d(?: ?\d{3}){3}(?![\d.-])/g,
    context: /steuer|\bidnr|identifikationsnummer|\btin\b|tax.?id/i,
    isValid: isSteuerId,
  },
  {
    kind: 'my-number',
    shape: /(?<![\d.-])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\d.-])/g,
    context: /マイナンバー|個人番号|my.?number/i,
    isValid: (digits) => {
      const rest = weighed(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest <= 1 ? 0 : 11 - rest) === Number(digits[11]);
    },
  },
  {
    kind: 'ssn',
    shape: /(?<![\d.-])(?!000|666|9)\d{3}([- ]?)(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/g,
    context: /\bssn|social.?sec/i,
    isValid: () => true,
  },
  {
    kind: 'nino',
    shape: /(?<![A-Za-z\d])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d{2}){3} ?[A-D](?![A-Za-z\d])/g,
    context: /national.?ins|\bnino|\bni.?(?:no|num)/i,
    isValid: () => true,
  },
];

const FEWEST_DIGITS = 9;
const NINO = NATIONAL.filter(({ kind }) => kind === 'nino');
const OTHERS = NATIONAL.filter(({ kind }) => kind !== 'nino');

/**
 * National numbers of people: PESEL, NIP, Steuer-ID, My Number, SSN, National Insurance number. Sure where the text speaks of one; without
 * words around it a number has only the shape.
 */
export function findNationalIds(text: string, { numbers, code }: Pick<Look, 'numbers' | 'code'>): Found[] {
  const found = code ? findIn(text, 0, text.length, NINO) : [];
  for (const { from, to, digits } of numbers) {
    if (digits >= FEWEST_DIGITS) found.push(...findIn(text, Math.max(0, from - 1), to + 1, OTHERS));
  }
  return found;
}

/** Those of the kinds in a part of the text; the words around may stand outside of it. */
function findIn(text: string, start: number, end: number, kinds: readonly NationalId[]): Found[] {
  const part = text.slice(start, end);
  const found: Found[] = [];
  for (const { kind, shape, context, isValid } of kinds) {
    for (const match of part.matchAll(shape)) {
      const from = start + match.index;
      const to = from + match[0].length;
      if (isValid(match[0].replace(/\D/g, ''))) found.push({ kind, from, to, confidence: hasContext(text, from, to, context) ? 3 : 1 });
    }
  }
  return found;
}

/** The century stands in the month: 81–92 is 18xx, 01–12 19xx, 21–32 20xx, 41–52 21xx, 61–72 22xx. */
function isPeselDate(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  const day = Number(digits.slice(4, 6));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function isSteuerId(digits: string): boolean {
  const counts = new Map<string, number>();
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  if (repeated.length !== 1 || (repeated[0] ?? 0) > 3) return false;
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits[10]);
}
