import { describe, expect, it } from 'vitest';
import { lawTables } from '../tables.ts';
import { differences, lawCases } from '../testing/law-cases.ts';
import { decideObligations } from './decide-obligations.ts';

const law = lawTables();
const cases = lawCases();

describe('prepared cases', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    expect(differences(one, decideObligations(one.facts, law, one.asked)), one.title).toEqual(one.known);
  });

  it('have ids of their own', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });
});
