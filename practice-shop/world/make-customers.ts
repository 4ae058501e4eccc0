import type { SeededRandom } from './seeded-random.ts';
import type { Customer, CustomerFlag, Language } from './types.ts';

interface Place {
  readonly country: string;
  readonly language: Language;
  readonly weight: number;
  readonly dial: string;
  readonly name: (number: string) => string;
  readonly street: (n: number) => string;
  readonly city: (n: number) => string;
}

/** Names and places say of themselves that they are made up; telephone numbers use ranges kept for fiction or an impossible code. */
const places: readonly Place[] = [
  place('GB', 'en', 26, '+44 20 7946 0', 'Practice Customer', 'Rehearsal Road', 'Practiceham'),
  place('IE', 'en', 8, '+353 20 900 0', 'Practice Customer', 'Rehearsal Lane', 'Ballypractice'),
  place('US', 'en', 6, '+1 202 555 0', 'Practice Customer', 'Rehearsal Avenue', 'Practiceville'),
  place('PL', 'pl', 24, '+48 00 000 0', 'Klient Ćwiczebny', 'ul. Próbna', 'Ćwiczenice'),
  place('DE', 'de', 18, '+49 30 23125 0', 'Übungskunde', 'Probenweg', 'Übungsstadt'),
  place('AT', 'de', 6, '+43 00 000 0', 'Übungskunde', 'Probengasse', 'Übungsdorf'),
  place('JP', 'ja', 12, '+81 00 0000 0', '練習 顧客', '練習町', '練習市'),
];

function place(country: string, language: Language, weight: number, dial: string, name: string, street: string, city: string): Place {
  return {
    country,
    language,
    weight,
    dial,
    name: (number) => `${name} ${number}`,
    street: (n) => (language === 'en' ? `${n} ${street}` : `${street} ${n}`),
    city: (n) => `${city} ${n}`,
  };
}

function flagsFor(birthYear: number, random: SeededRandom): CustomerFlag[] {
  const flags: CustomerFlag[] = [];
  if (random.chance(0.008)) flags.push('protected-address');
  if (birthYear > 2008) flags.push('minor');
  if (random.chance(0.07)) flags.push('health-inferring-goods');
  return flags;
}

/** Makes customers `c-0001` … with mail addresses `customer-0001@mail.practice-shop.test`. */
export function makeCustomers(count: number, random: SeededRandom): Customer[] {
  const width = Math.max(4, String(count).length);
  const weights = places.map((each) => each.weight);
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(width, '0');
    const home = places[random.weighted(weights)] ?? places[0];
    if (!home) throw new RangeError('no places');
    const birthYear = random.chance(0.02) ? random.between(2009, 2011) : random.between(1942, 2006);
    return {
      id: `c-${number}`,
      name: home.name(number),
      email: `customer-${number}@mail.practice-shop.test`,
      language: home.language,
      country: home.country,
      street: home.street(random.between(1, 180)),
      city: home.city(random.between(1, 40)),
      postcode: String(random.between(10_000, 99_999)),
      phone: `${home.dial}${random.between(100, 199)}`,
      birthYear,
      flags: flagsFor(birthYear, random),
      password: `practice-${random.hex(8)}`,
    };
  });
}
