import { describe, expect, it } from 'vitest';
import { lawTables } from '../tables.ts';
import { decideObligations } from './decide-obligations.ts';
import { type Facts, factsFileShape } from './facts.ts';

const law = lawTables();

function facts(stated: object): Facts {
  return factsFileShape.parse({ schema: 'shopbell-facts/1', facts: stated }).facts;
}

function answers(stated: object): string {
  const { register, authority, people } = decideObligations(facts(stated), law);
  return `${register.answer} ${authority.answer} ${people.answer}`;
}

const attack = { cause: 'attack', medium: 'systems', integrity: 'none', subgroups: [] };
const lettersOut = {
  cause: 'mistake',
  medium: 'paper',
  confidentiality: 'known-recipients',
  integrity: 'none',
  availability: 'none',
  subgroups: [],
};

/** EDPB Guidelines 01/2021 v2.0, shortened to facts. */
describe('the worked examples of the EDPB', () => {
  it('01: ransomware, encrypted at rest, restored in hours', () => {
    const stated = {
      ...attack,
      confidentiality: 'exposed',
      availability: 'temporary',
      encryption: 'intact',
      outflow: 'no',
      logsCoverWindow: 'yes',
    };
    expect(
      answers({
        ...stated,
        restoredWithin: 'hours',
        effectOnPeople: 'none',
        categories: ['name', 'email', 'phone', 'postal-address'],
        people: 40,
      }),
    ).toBe('yes no no');
  });
  it('03: ransomware at a hospital', () => {
    const stated = {
      ...attack,
      confidentiality: 'exposed',
      availability: 'temporary',
      encryption: 'none',
      outflow: 'no',
      logsCoverWindow: 'yes',
    };
    expect(
      answers({
        ...stated,
        restoredWithin: 'days',
        effectOnPeople: 'serious',
        categories: ['name', 'postal-address', 'health'],
        people: 5000,
      }),
    ).toBe('yes yes yes');
  });
  it('05: job applications captured on a site', () => {
    const stated = {
      ...attack,
      confidentiality: { value: 'unknown-recipients', certainty: 'likely' },
      availability: 'none',
      encryption: 'none',
    };
    expect(answers({ ...stated, categories: ['name', 'email', 'job-application'], people: 213 })).toBe('yes yes yes');
  });
  it('06: strongly hashed passwords and pseudonyms', () => {
    const stated = { ...attack, confidentiality: 'unknown-recipients', availability: 'none', encryption: 'none', people: 1200 };
    expect(answers({ ...stated, passwordProtection: 'strong-salted-hash', categories: ['password-hash', 'pseudonym'] })).toBe('yes no no');
    expect(answers({ ...stated, passwordProtection: 'strong-salted-hash', categories: ['password-hash', 'email'] })).toBe('yes yes no');
    expect(answers({ ...stated, passwordProtection: 'weak-hash', categories: ['password-hash', 'pseudonym'] })).toBe('yes yes yes');
  });
  it('10: encrypted tablets stolen', () => {
    const stated = {
      cause: 'loss',
      malicious: 'yes',
      medium: 'device',
      confidentiality: 'exposed',
      integrity: 'none',
      availability: 'easily-restored',
    };
    expect(
      answers({
        ...stated,
        encryption: 'intact',
        restoredWithin: 'hours',
        effectOnPeople: 'none',
        categories: ['name', 'birth-date'],
        subgroups: ['minors'],
        people: 30,
      }),
    ).toBe('yes no no');
  });
  it('13: two parcels swapped', () => {
    expect(answers({ ...lettersOut, corrected: 'yes', categories: ['name', 'postal-address', 'order-contents'], people: 2 })).toBe(
      'yes no no',
    );
  });
  it('16: an insurer’s letter to the wrong customer', () => {
    expect(answers({ ...lettersOut, categories: ['name', 'postal-address', 'birth-date', 'contract-details'], people: 1 })).toBe(
      'yes yes no',
    );
  });
  it('18: mail forwarded for months, fake invoices', () => {
    const stated = { ...attack, confidentiality: 'unknown-recipients', availability: 'none', encryption: 'none', misuseSeen: 'yes' };
    expect(answers({ ...stated, categories: ['name', 'pay-data'], people: 99 })).toBe('yes yes yes');
    expect(answers({ ...stated, misuseSeen: 'no', categories: ['name', 'email', 'pay-data'], people: 99 })).toBe('yes yes yes');
  });
});

describe('what must not be decided too lightly', () => {
  const theft = { ...attack, confidentiality: 'unknown-recipients', availability: 'none', encryption: 'none' };
  it('two people with identity numbers are told', () => {
    expect(answers({ ...lettersOut, categories: ['name', 'national-id', 'bank-account'], people: 2 })).toBe('yes yes yes');
  });
  it('order pages read by a stranger: name, address and order contents', () => {
    expect(answers({ ...theft, categories: ['name', 'email', 'postal-address', 'order-contents'], people: 240 })).toBe('yes yes yes');
  });
  it('a skimmer on the payment page', () => {
    expect(answers({ ...theft, categories: ['payment-card', 'name'], people: 1 })).toBe('yes yes yes');
  });
  it('“no evidence” without logs does not count', () => {
    const exposed = {
      cause: 'technical',
      medium: 'systems',
      confidentiality: 'exposed',
      integrity: 'none',
      availability: 'none',
      encryption: 'none',
    };
    const data = { categories: ['name', 'email'], subgroups: [], people: 500, outflow: 'no' };
    expect(answers({ ...exposed, ...data, logsCoverWindow: 'yes' })).toBe('yes no no');
    expect(answers({ ...exposed, ...data, logsCoverWindow: 'no' })).toBe('yes yes no');
    expect(answers({ ...exposed, ...data, logsCoverWindow: 'unknown' })).toBe('yes unknown no');
  });
  it('a processor tells the controller', () => {
    const outcome = decideObligations(facts({ ...theft, role: 'processor', categories: ['name'] }), law);
    expect([outcome.authority.answer, outcome.controller.answer]).toEqual(['no', 'yes']);
  });
  it('nothing stated is unknown, not fine', () => {
    expect(answers({})).toBe('unknown unknown unknown');
  });
});
