import { expect, test } from 'vitest';
import { lawTables } from '../tables.ts';
import { known } from '../testing/any-facts.ts';
import { lawCases } from '../testing/law-cases.ts';
import { decideObligations } from './decide-obligations.ts';
import type { FactName } from './fact-table.ts';
import type { Fact, Facts } from './facts.ts';
import { otherLawQuestions } from './other-law-questions.ts';

const law = lawTables();
const theft = lawCases().find(({ id }) => id === 'EDPB-18')?.facts ?? {};
const answers: Partial<Record<FactName, Fact>> = {
  countries: known({ PL: { atLeast: 90, atMost: 90 }, JP: { atLeast: 9, atMost: 9 } }),
  establishedIn: known(['PL']),
  services: known(['own-shop']),
  size: known('small'),
};

test('a shop answers where people live, where it is and what it does, and every other law is a yes or a no', () => {
  let facts: Facts = theft;
  const asked: FactName[] = [];
  for (let i = 0; i < 10; i++) {
    const [next] = otherLawQuestions(facts, decideObligations(facts, law));
    if (next === undefined) break;
    asked.push(next);
    facts = { ...facts, [next]: answers[next] ?? known('no') };
  }
  expect(asked).toEqual(['countries', 'establishedIn', 'services']);
  const { duties } = decideObligations(facts, law);
  expect(duties.filter(({ answer }) => answer === 'unknown')).toEqual([]);
  expect(duties.find(({ id }) => id === 'APPI-R8-1')?.answer).toBe('yes');
});

test('an agency is asked for its size and what the incident did; what a person does not know is not asked again', () => {
  const agency: Facts = { ...theft, ...answers, services: known(['managed-services']), size: { value: null, certainty: 'unknown' } };
  expect(otherLawQuestions(agency, decideObligations(agency, law))).toEqual(['size', 'operationalImpact']);
  const left: Facts = { ...agency, size: { value: null, certainty: 'unknown', statedBy: 'per_a' } };
  expect(otherLawQuestions(left, decideObligations(left, law))).toEqual(['operationalImpact']);
});
