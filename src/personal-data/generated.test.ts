import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalData } from './index.ts';
import type { PersonalDataKind } from './kinds.ts';

/** What is found, as kind and value. */
const told = (text: string): string[] => findPersonalData(text).map(({ kind, from, to }) => `${kind}:${text.slice(from, to)}`);
const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((some) => some.join(''));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const weigh = (number: string, weights: readonly number[]): number => sum(weights.map((weight, nth) => weight * Number(number[nth])));
const grouped = (written: string, size: number, gap: string): string => written.replace(new RegExp(`(.{${size}})(?=.)`, 'g'), `$1${gap}`);

// Each check digit is worked out here as its standard words it, not by the code under test.
function luhnDigit(body: string): number {
  const doubled = [...body].reverse().map((digit, nth) => (nth % 2 === 0 ? String(Number(digit) * 2) : digit));
  return (10 - (sum([...doubled.join('')].map(Number)) % 10)) % 10;
}

function ibanCheck(country: string, account: string): string {
  const letters = [...`${account}${country}00`].map((mark) => String(Number.parseInt(mark, 36))).join('');
  return String(98n - (BigInt(letters) % 97n)).padStart(2, '0');
}

function steuerDigit(body: string): number {
  let product = 10;
  for (const digit of body) {
    const rest = (Number(digit) + product) % 10;
    product = ((rest === 0 ? 10 : rest) * 2) % 11;
  }
  return product === 1 ? 0 : 11 - product;
}

interface Numbered {
  readonly kind: PersonalDataKind;
  readonly word: string;
  /** A right number, and where its check digits stand. */
  readonly number: fc.Arbitrary<string>;
  readonly check: readonly [from: number, to: number];
}

const NUMBERED: readonly Numbered[] = [
  {
    kind: 'card',
    word: 'card',
    number: fc
      .tuple(fc.constantFrom('4', '51', '55', '2221', '2720', '6011', '3528', '2204', '8172', '9792'), digits(15))
      .map(([start, rest]) => (start + rest).slice(0, 15))
      .map((body) => body + luhnDigit(body)),
    check: [15, 16],
  },
  {
    kind: 'iban',
    word: 'IBAN',
    number: fc
      .constantFrom<[string, number]>(['DE', 18], ['PL', 24], ['GB', 18], ['FR', 23], ['NO', 11], ['MT', 27])
      .chain(([country, length]) => digits(length).map((account) => country + ibanCheck(country, account) + account)),
    check: [2, 4],
  },
  {
    kind: 'pesel',
    word: 'PESEL:',
    number: fc
      .tuple(digits(2), fc.constantFrom('01', '12', '21', '32', '81'), fc.integer({ min: 10, max: 28 }), digits(4))
      .map(([year, month, day, rest]) => `${year}${month}${day}${rest}`)
      .map((body) => body + ((10 - (weigh(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10)),
    check: [10, 11],
  },
  {
    kind: 'nip',
    word: 'NIP',
    number: digits(9)
      .filter((body) => weigh(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 !== 10)
      .map((body) => body + (weigh(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11)),
    check: [9, 10],
  },
  {
    kind: 'steuer-id',
    word: 'Steuer-ID',
    number: fc
      .tuple(fc.shuffledSubarray([...'1234567890'], { minLength: 9, maxLength: 9 }), fc.nat(8))
      .map(([some, twice]) => [...some, some[twice === 0 ? 1 : twice - 1] ?? '1'].join(''))
      .filter((body) => body[0] !== '0')
      .map((body) => body + steuerDigit(body)),
    check: [10, 11],
  },
  {
    kind: 'my-number',
    word: 'マイナンバー',
    number: digits(11).map((body) => {
      const rest = weigh(body, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return body + (rest <= 1 ? 0 : 11 - rest);
    }),
    check: [11, 12],
  },
];

describe('numbers with check digits', () => {
  it.each(NUMBERED.map((one) => [one.kind, one] as const))('%s: every right one is found', (kind, { word, number }) => {
    fc.assert(
      fc.property(number.filter(isVaried), (value) => {
        expect(told(`${word} ${value}, paid`)).toEqual([`${kind}:${value}`]);
      }),
    );
  });

  it.each(NUMBERED.map((one) => [one.kind, one] as const))('%s: none with a wrong check is found', (kind, { word, number, check }) => {
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 9 }), (value, shift) => {
        const wrong = value.slice(0, check[0]) + ((Number(value[check[0]]) + shift) % 10) + value.slice(check[0] + 1);
        expect(told(`${word} ${wrong}, paid`).filter((one) => one.startsWith(kind))).toEqual([]);
      }),
    );
  });

  it('cards and accounts are found in groups', () => {
    const [card, iban] = [NUMBERED[0]?.number ?? fc.constant(''), NUMBERED[1]?.number ?? fc.constant('')];
    fc.assert(
      fc.property(card.filter(isVaried), iban, fc.constantFrom(' ', '-'), (one, other, gap) => {
        const [first, second] = [grouped(one, 4, gap), grouped(other, 4, ' ')];
        expect(told(`card ${first}; account ${second}`)).toEqual([`card:${first}`, `iban:${second}`]);
      }),
    );
  });
});

/** One digit over and over is what people type who have no number. */
function isVaried(number: string): boolean {
  return !/^(\d)\1+$/.test(number);
}

describe('numbers of ordinary lines', () => {
  const hex = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
  const ordinary = fc.oneof(
    fc
      .tuple(fc.constantFrom('order_id', 'sku', 'ref', 'invoice', 'ts', 'sid', 'gclid'), fc.integer({ min: 6, max: 19 }).chain(digits))
      .map(([name, id]) => `${name}=${id}`),
    fc
      .integer({ min: 4, max: 12 })
      .chain(digits)
      .map((id) => `GET /orders/${id} 200 ${id.slice(0, 5)}`),
    fc
      .date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
      .map((date) => `${date.toISOString()} ${date.getTime()} ${Math.floor(date.getTime() / 1000)}`),
    fc.uuid().map((id) => `request ${id} done in 12.5 ms`),
    fc.ipV4().map((address) => `${address} - - 200 5123`),
    fc.ipV6().map((address) => `peer ${address} closed`),
    hex(40).map((id) => `commit ${id}`),
    fc
      .tuple(fc.nat(200), fc.nat(20), fc.nat(9999), fc.nat(300))
      .map(([a, b, c, d]) => `Chrome/${a}.${b}.${c}.${d} Mobile Safari/537.36 office 365 version ${a}.${c}.${d}`),
    fc
      .tuple(fc.float({ min: -90, max: 90, noNaN: true }), fc.float({ min: -180, max: 180, noNaN: true }))
      .map(([lat, lng]) => `lat=${lat}&lng=${lng}`),
    fc.integer({ min: 1, max: 9_999_999 }).map((cents) => `total ${(cents / 100).toFixed(2)} EUR, shipping 4.99`),
  );

  it('are no personal data', () => {
    fc.assert(
      fc.property(ordinary, (line) => {
        expect(told(line)).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('contacts', () => {
  it('finds international numbers of a country and its length, however they are grouped', () => {
    const shape = fc.constantFrom<[string, number]>(['48', 9], ['1', 10], ['33', 9], ['44', 10], ['81', 10], ['420', 9]);
    const number = shape.chain(([code, length]) =>
      fc.tuple(
        fc.constant(code),
        digits(length - 1).map((rest) => `6${rest}`),
      ),
    );
    fc.assert(
      fc.property(number, fc.constantFrom('', ' ', '-', '.'), fc.constantFrom('+', '00'), ([code, rest], gap, lead) => {
        fc.pre(lead === '+' || gap !== '');
        const written = `${lead}${code}${gap}${grouped(rest, 3, gap)}`;
        fc.pre(isVaried(code + rest));
        expect(told(`to ${written}, today`)).toEqual([`phone:${written}`]);
      }),
    );
    for (const unknown of ['+999 123 456 789', '+48 601 234 56', '+1 202 555', '+0 123 456 789']) expect(told(`to ${unknown}`)).toEqual([]);
  });
});
