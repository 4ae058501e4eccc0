import { expect, it } from 'vitest';
import { lawTables } from '../tables.ts';
import { closeDescription } from './close-description.ts';
import { decideObligations } from './decide-obligations.ts';
import { type Facts, factsFileShape } from './facts.ts';

const law = lawTables();
const described = (stated: object): Facts => factsFileShape.parse({ schema: 'shopbell-facts/1', facts: stated }).facts;
const filled = (stated: object) => {
  const facts = described(stated);
  const entries = Object.entries(closeDescription(facts)).filter(([name]) => !(name in facts));
  return Object.fromEntries(entries.map(([name, fact]) => [name, fact.value]));
};
const answers = (stated: object) => {
  const { register, authority, people } = decideObligations(closeDescription(described(stated)), law);
  return [register, authority, people].map(({ answer }) => answer).join(' ');
};

it('fills in nothing while no harm is told of', () => {
  expect(filled({})).toEqual({});
  expect(filled({ confidentiality: 'none', people: 3, categories: ['name'] })).toEqual({});
  expect(filled({ confidentiality: 'unknown', medium: 'device' })).toEqual({});
});

it('leaves what is stated, and what is said to be unknown', () => {
  const stated = { cause: 'attack', medium: 'systems', confidentiality: 'exposed' };
  const open = { integrity: 'unknown', availability: 'unknown', encryption: 'unknown', logsCoverWindow: 'unknown', subgroups: 'unknown' };
  expect(filled({ ...stated, ...open })).toEqual({ incidentTypes: [] });
  expect(filled(stated)).toMatchObject({
    integrity: 'none',
    availability: 'none',
    encryption: 'none',
    logsCoverWindow: 'no',
    subgroups: [],
  });
});

it.each([
  ['ransomware', { cause: 'attack', confidentiality: 'exposed', incidentTypes: ['ransomware'] }, 'availability'],
  ['a time until it was back', { cause: 'attack', confidentiality: 'exposed', restoredWithin: 'days' }, 'availability'],
  ['altered data', { cause: 'attack', confidentiality: 'exposed', incidentTypes: ['data-altered'] }, 'integrity'],
  ['a device', { cause: 'loss', confidentiality: 'unknown-recipients', medium: 'device' }, 'encryption'],
  ['logs that tell of no outflow', { cause: 'attack', confidentiality: 'exposed', outflow: 'no' }, 'logsCoverWindow'],
  ['vulnerable people', { cause: 'attack', confidentiality: 'exposed', groups: ['vulnerable'] }, 'subgroups'],
  ['an outage alone', { cause: 'attack', availability: 'temporary' }, 'confidentiality'],
])('asks on beside %s', (_, stated, fact) => {
  expect(filled(stated)).not.toHaveProperty(fact);
});

it('settles a short description, and asks where what is missing decides', () => {
  const letter = { cause: 'mistake', medium: 'paper', confidentiality: 'known-recipients', corrected: 'yes', people: 2 };
  expect(answers({ ...letter, categories: ['name', 'postal-address', 'order-contents'] })).toBe('yes no no');
  expect(answers({ ...letter, subgroups: 'unknown', categories: ['name', 'postal-address', 'order-contents'] })).toBe(
    'yes unknown unknown',
  );
  expect(answers({ cause: 'loss', medium: 'device', confidentiality: 'exposed', people: 3000, categories: ['name', 'birth-date'] })).toBe(
    'yes unknown unknown',
  );
});

it('never makes an authority left out of what is only likely', () => {
  const laptop = { cause: 'loss', medium: 'device', encryption: 'intact', confidentiality: 'exposed', categories: ['name'], people: 3 };
  expect(answers(laptop)).toBe('yes unknown no');
  expect(answers({ ...laptop, availability: 'easily-restored' })).toBe('yes no no');
});
