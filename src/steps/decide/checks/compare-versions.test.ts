import { expect, test } from 'vitest';
import { lawTables } from '../tables.ts';
import { compareVersions, versionBefore } from './compare-versions.ts';
import { decideObligations } from './decide-obligations.ts';
import { type Facts, factsFileShape } from './facts.ts';

const law = lawTables();
const version = (stated: object) => {
  const { facts } = factsFileShape.parse({ schema: 'shopbell-facts/1', facts: stated }) as { facts: Facts };
  return { facts, outcome: decideObligations(facts, law) };
};
const base = { medium: 'systems', confidentiality: 'unknown-recipients', encryption: 'none', people: { atLeast: 8, atMost: null } };

test('people grew by a number, and an answer changed because of a rule', () => {
  const before = version(base);
  const after = version({ ...base, people: { atLeast: 3120, atMost: null }, categories: ['name', 'national-id'] });
  const { facts, answers, severity } = compareVersions(before, after);
  expect(facts.map(({ fact, by }) => [fact, by])).toEqual([
    ['categories', null],
    ['people', 3112],
  ]);
  expect(facts[0]?.from).toBeNull();
  const authority = answers.find(({ duty }) => duty === 'authority');
  expect(authority).toMatchObject({ from: 'unknown', to: 'yes' });
  expect(authority?.because.map(({ rule }) => rule)).toContain('F-01');
  expect(
    compareVersions(after, before)
      .answers.find(({ duty }) => duty === 'authority')
      ?.noMore.map(({ rule }) => rule),
  ).toContain('GDPR-33-1');
  expect(severity).not.toBeNull();
});

test('nothing changed is nothing; who said it and on what it rests is no change of the fact', () => {
  const before = version(base);
  expect(compareVersions(before, before)).toEqual({ facts: [], answers: [], severity: null });
  const evidence = { ...before.facts, medium: { value: 'systems', certainty: 'confirmed', evidence: 'the log' } } as const;
  expect(compareVersions(before, { ...before, facts: evidence }).facts).toEqual([]);
});

test('since yesterday is the version that held then, or the first', () => {
  const versions = [1, 2, 3].map((one) => ({ version: one, at: new Date(`2026-11-2${one}T10:00:00Z`) }));
  expect(versionBefore(versions, new Date('2026-11-22T12:00:00Z'))?.version).toBe(2);
  expect(versionBefore(versions, new Date('2026-11-20T12:00:00Z'))?.version).toBe(1);
  expect(versionBefore([], new Date())).toBeUndefined();
});
