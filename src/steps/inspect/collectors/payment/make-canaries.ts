import type { Random } from '#engines/clock/types.ts';
import type { Canary } from '../../checks/payment/find-canary.ts';

/** Made-up values, new for every look, that nobody else has: what is sent of them was taken from the page. */
export function makeCanaries(random: Random): ReadonlyMap<string, string> {
  const word = letters(random, 8);
  return new Map([
    ['card', makeCard(random)],
    ['expiry', '12/34'],
    ['cvc', '737'],
    ['email', `canary.${word}@example.org`],
    ['phone', `555${digits(random, 6)}`],
    ['postcode', '00950'],
    ['password', `Canary-${letters(random, 10)}`],
    ['address', `Canary ${word} Street 7`],
    ['name', `Zorvath ${word.charAt(0).toUpperCase()}${word.slice(1)}`],
  ]);
}

/** Cards for the times after the first. */
export interface FurtherCards {
  readonly pasted: string;
  /** A minute later. */
  readonly later: string;
  readonly whileOpen: string;
  readonly afterwards: string;
}

export function makeFurtherCards(random: Random): FurtherCards {
  return { pasted: makeCard(random), later: makeCard(random), whileOpen: makeCard(random), afterwards: makeCard(random) };
}

/** What a value looks like in base64 (wherever it begins), hex, reversed, as character codes. */
export function hiddenFormsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'latin1');
  const inside = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [...inside, bytes.toString('hex'), [...value].reverse().join(''), [...bytes].join(',')];
}

/** The values as those of a buyer, for forms on the way. */
export function whoOf(values: ReadonlyMap<string, string>): Record<string, string> {
  const name = values.get('name') ?? '';
  const [givenName = '', familyName = ''] = name.split(' ');
  const told = {
    email: values.get('email'),
    phone: values.get('phone'),
    street: values.get('address'),
    fullName: name,
    givenName,
    familyName,
  };
  return Object.fromEntries(Object.entries(told).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

const canaryOf: Readonly<Record<string, string>> = {
  email: 'email',
  phone: 'phone',
  street: 'address',
  fullName: 'name',
  givenName: 'name',
  familyName: 'name',
};

/** Which of the values a buyer’s filled fields hold. */
export function canariesOf(filled: readonly string[]): string[] {
  return [...new Set(filled.flatMap((field) => canaryOf[field] ?? []))];
}

export function asCanaries(values: ReadonlyMap<string, string>, typed: readonly string[]): Canary[] {
  return typed.map((field) => ({ field, value: values.get(field) ?? '' })).filter(({ value }) => value !== '');
}

/** A 16-digit number in a range that test cards use, valid by Luhn's formula so that the page takes it. */
function makeCard(random: Random): string {
  const start = `4929${digits(random, 11)}`;
  const sum = [...start].reverse().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${start}${(10 - (sum % 10)) % 10}`;
}

function digits(random: Random, count: number): string {
  return [...random.bytes(count)].map((byte) => String(byte % 10)).join('');
}

function letters(random: Random, count: number): string {
  return [...random.bytes(count)].map((byte) => 'bcdfghjklmnpqrstvwxz'.charAt(byte % 20)).join('');
}
