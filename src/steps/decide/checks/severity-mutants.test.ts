import { expect, test } from 'vitest';
import { lawTables } from '../tables.ts';
import { lawCases } from '../testing/law-cases.ts';
import { mutateSeverity } from '../testing/mutate-severity.ts';
import { severityDifferences } from '../testing/severity-rows.ts';
import { decideObligations } from './decide-obligations.ts';

const law = lawTables();

test('the severity’s table is the methodology’s, row by row', () => {
  expect(severityDifferences(law.severity)).toEqual([]);
});

test('every wrong number or place in it is noticed', () => {
  const mutants = mutateSeverity(law.severity);
  expect(mutants.length).toBeGreaterThan(150);
  expect(mutants.filter(({ changed }) => severityDifferences(changed).length === 0).map(({ what }) => what)).toEqual([]);
});

test('the score from which people are told is noticed by a prepared case when it is another', () => {
  const answers = (from: number) => {
    const changed = { ...law, severity: { ...law.severity, people_from: from } };
    return lawCases().map(({ facts }) => decideObligations(facts, changed, { regimes: ['gdpr'] }).people.answer);
  };
  const now = answers(law.severity.people_from).join();
  for (const by of [-0.25, 0.25]) expect(answers(law.severity.people_from + by).join(), String(by)).not.toBe(now);
});
