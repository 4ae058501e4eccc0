interface Issuer {
  readonly from: number;
  readonly to: number;
  readonly digits: number;
  readonly lengths: readonly number[];
}

// Issuer ranges: ISO/IEC 7812 as published by the networks (Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro, Mir, RuPay, Troy); from memory.
const ISSUERS: readonly Issuer[] = [
  { from: 4, to: 4, digits: 1, lengths: [13, 16, 19] },
  { from: 51, to: 55, digits: 2, lengths: [16] },
  { from: 2200, to: 2204, digits: 4, lengths: [16, 17, 18, 19] },
  { from: 2221, to: 2720, digits: 4, lengths: [16] },
  { from: 34, to: 34, digits: 2, lengths: [15] },
  { from: 37, to: 37, digits: 2, lengths: [15] },
  { from: 300, to: 305, digits: 3, lengths: [14, 15, 16, 17, 18, 19] },
  { from: 36, to: 36, digits: 2, lengths: [14, 15, 16, 17, 18, 19] },
  { from: 38, to: 39, digits: 2, lengths: [14, 15, 16, 17, 18, 19] },
  { from: 1800, to: 1800, digits: 4, lengths: [15] },
  { from: 2131, to: 2131, digits: 4, lengths: [15] },
  { from: 3528, to: 3589, digits: 4, lengths: [16, 17, 18, 19] },
  { from: 50, to: 50, digits: 2, lengths: [12, 13, 14, 15, 16, 17, 18, 19] },
  { from: 81, to: 82, digits: 2, lengths: [16] },
  { from: 9792, to: 9792, digits: 4, lengths: [16] },
  { from: 56, to: 69, digits: 2, lengths: [12, 13, 14, 15, 16, 17, 18, 19] },
];

/** For each beginning of four digits the lengths that cards have there, a bit for each. */
const LENGTHS = new Uint32Array(10_000);
for (const { from, to, digits, lengths } of ISSUERS) {
  const wide = 10 ** (4 - digits);
  const bits = lengths.reduce((sum, length) => sum | (1 << length), 0);
  for (let start = from * wide; start < (to + 1) * wide; start++) LENGTHS[start] = (LENGTHS[start] ?? 0) | bits;
}

/** Whether these digits can be a payment card: an issuer's range and length, and the Luhn check digit. */
export function isCard(digits: string): boolean {
  const lengths = LENGTHS[Number(digits.slice(0, 4))] ?? 0;
  return ((lengths >> digits.length) & 1) === 1 && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const RUN = /\d+(?:[ .+_-]{1,2}\d+)*/g;
const GROUP = /\d+/g;

/** A place in a text, `to` behind its last character. */
interface DigitRun {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
  /** `long`: more digits than any card has. */
  readonly what: 'card' | 'long';
}

/** Card numbers, also those written in groups, and endless digits, from left to right. */
export function findCardNumbers(text: string): DigitRun[] {
  const found: DigitRun[] = [];
  for (const run of text.matchAll(RUN)) if (run[0].length >= 12) searchRun(run[0], run.index, found);
  return found;
}

function searchRun(run: string, offset: number, found: DigitRun[]): void {
  const groups = [...run.matchAll(GROUP)].map((group) => ({ digits: group[0], from: group.index, to: group.index + group[0].length }));
  for (let first = 0; first < groups.length; first++) {
    const start = groups[first];
    if (!start) break;
    const isLong = start.digits.length > 19;
    const last = isLong ? first : cardEnd(groups, first);
    const end = last < 0 ? undefined : groups[last];
    if (!end) continue;
    const digits = run.slice(start.from, end.to).replace(/\D/g, '');
    found.push({ from: offset + start.from, to: offset + end.to, digits, what: isLong ? 'long' : 'card' });
    first = last;
  }
}

/** The index of the group that ends the longest card which starts with group `first`, or -1: a shorter one would leave digits of it behind. */
function cardEnd(groups: readonly { readonly digits: string }[], first: number): number {
  let digits = '';
  let end = -1;
  for (let nth = first; nth < groups.length && digits.length < 19; nth++) {
    digits += groups[nth]?.digits ?? '';
    if (digits.length >= 12 && digits.length <= 19 && isCard(digits)) end = nth;
  }
  return end;
}
