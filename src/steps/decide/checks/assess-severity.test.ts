import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawTables } from '../tables.ts';
import { assessSeverity, bandOf } from './assess-severity.ts';
import { decideObligations } from './decide-obligations.ts';
import { caseCategories, type FactName, factNames, factRow } from './fact-table.ts';
import type { Fact, Facts } from './facts.ts';
import { findCounterfactuals, findOpenQuestions } from './find-open-questions.ts';

const law = lawTables();
const table = law.severity;

function known(value: Fact['value']): Fact {
  return { value, certainty: 'confirmed' };
}

const dpc: Readonly<Record<number, Facts>> = {
  1: { categories: known(['name']), simpleInsight: known('ordinary') },
  2: { categories: known(['order-contents']) },
  3: { categories: known(['pay-data']) },
  4: { categories: known(['health']) },
};
const points = {
  confidentiality: { 0: 'exposed', 0.25: 'known-recipients', 0.5: 'unknown-recipients' },
  integrity: { 0: 'none', 0.25: 'altered-recoverable', 0.5: 'altered-for-good' },
  availability: { 0: 'none', 0.25: 'temporary', 0.5: 'lost' },
  malicious: { 0: 'no', 0.5: 'yes' },
} as const;

/** DPC, EI, C, I, A, malicious -> score, band: the vectors of the facts that the tables were checked against. */
const vectors = [
  [1, 1, 0, 0, 0, 0, 1, 'low'],
  [1, 1, 0.5, 0, 0, 0.5, 2, 'medium'],
  [2, 1, 0.5, 0, 0, 0.5, 3, 'high'],
  [4, 1, 0.25, 0, 0, 0.5, 4.75, 'very-high'],
  [4, 1, 0.5, 0.5, 0.5, 0.5, 6, 'very-high'],
  [1, 0.25, 0, 0, 0, 0, 0.25, 'low'],
  [4, 0.5, 0, 0, 0, 0, 2, 'medium'],
  [3, 0.75, 0, 0, 0, 0.5, 2.75, 'medium'],
  [3, 0.75, 0.25, 0, 0, 0.5, 3, 'high'],
  [1, 1, 0.5, 0, 0.25, 0, 1.75, 'low'],
] as const;

describe('severity', () => {
  it.each(vectors)('DPC %d x EI %d + %d %d %d %d = %d %s', (d, ei, c, i, a, m, score, band) => {
    const facts: Facts = {
      ...dpc[d],
      identifiability: known(ei),
      confidentiality: known(points.confidentiality[c]),
      integrity: known(points.integrity[i]),
      availability: known(points.availability[a]),
      malicious: known(points.malicious[m]),
    };
    const severity = assessSeverity(facts, table);
    expect([severity.low, severity.high, severity.band]).toEqual([score, score, band]);
  });

  it('scores a name with an e-mail address as identifying', () => {
    const ei = assessSeverity({ categories: known(['name', 'email']), encryption: known('none') }, table).factors.find(
      (f) => f.factor === 'ei',
    );
    expect([ei?.low, ei?.high]).toEqual([1, 1]);
  });
});

const certainty = fc.constantFrom('confirmed', 'likely', 'unknown') as fc.Arbitrary<Fact['certainty']>;

function anyFact(name: FactName): fc.Arbitrary<Fact> {
  const row = factRow(name);
  const options = row.options ?? [];
  const value: fc.Arbitrary<Fact['value']> =
    row.kind === 'list'
      ? fc.subarray([...options])
      : row.kind === 'count'
        ? fc
            .record({ atLeast: fc.nat(300), more: fc.option(fc.nat(300)) })
            .map(({ atLeast, more }) => ({ atLeast, atMost: more === null ? null : atLeast + more }))
        : row.kind === 'choice'
          ? fc.constantFrom(...options)
          : row.kind === 'level'
            ? fc.constantFrom(0.25, 0.5, 0.75, 1)
            : fc.constant('text');
  return fc.record({ value, certainty });
}

const anyFacts: fc.Arbitrary<Facts> = fc.record(Object.fromEntries(factNames.map((name) => [name, anyFact(name)])), { requiredKeys: [] });

const harsher: Partial<Record<FactName, readonly string[]>> = {
  confidentiality: ['none', 'exposed', 'known-recipients', 'unknown-recipients'],
  integrity: ['none', 'altered-unused', 'altered-recoverable', 'altered-for-good'],
  availability: ['none', 'easily-restored', 'temporary', 'lost'],
  malicious: ['no', 'yes'],
  encryption: ['intact', 'none'],
  passwordProtection: ['strong-salted-hash', 'weak-hash', 'plain'],
  effectOnPeople: ['none', 'delay', 'serious'],
  restoredWithin: ['hours', 'days', 'weeks', 'never'],
  misuseSeen: ['no', 'yes'],
  credentialsUsed: ['no', 'yes'],
  outflow: ['no', 'yes'],
  logsCoverWindow: ['yes', 'no'],
  corrected: ['yes', 'no'],
  recipientsTrusted: ['yes', 'no'],
};
const rank = { no: 0, unknown: 1, yes: 2 };
const duties = ['register', 'authority', 'people'] as const;

describe('properties of the judgement', () => {
  it('keeps the score within its bounds and the band within the score', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const severity = assessSeverity(facts, table);
        expect(severity.low).toBeGreaterThanOrEqual(0.25);
        expect(severity.high).toBeLessThanOrEqual(6);
        expect(severity.low).toBeLessThanOrEqual(severity.high);
        expect((severity.low * 4) % 0.25).toBe(0);
        expect(bandOf(severity.low, table)).toBe(severity.bandLow);
      }),
    );
  });

  it('never lowers a duty or the score when harm is added', () => {
    const step = fc
      .constantFrom(...(Object.keys(harsher) as FactName[]))
      .chain((name) => fc.record({ name: fc.constant(name), at: fc.nat((harsher[name]?.length ?? 2) - 2) }));
    fc.assert(
      fc.property(anyFacts, step, ({ role: _role, cause: _cause, ...stated }, { name, at }) => {
        // A known recipient who is trusted, or who put it right, is milder than being open to everybody (F-07): the order holds without that.
        const facts = name === 'confidentiality' ? { ...stated, recipientsTrusted: known('no'), corrected: known('no') } : stated;
        const values = harsher[name] ?? [];
        const milder = decideObligations({ ...facts, [name]: known(values[at] ?? null) }, law);
        const graver = decideObligations({ ...facts, [name]: known(values[at + 1] ?? null) }, law);
        for (const duty of duties)
          expect(rank[graver[duty].answer], `${duty} by ${name}`).toBeGreaterThanOrEqual(rank[milder[duty].answer]);
        expect(graver.severity.high).toBeGreaterThanOrEqual(milder.severity.high);
      }),
      { numRuns: 400 },
    );
  });

  it('never lowers a duty when a kind of data is added', () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.subarray([...caseCategories], { minLength: 1 }),
        fc.constantFrom(...caseCategories),
        (facts, before, added) => {
          const milder = decideObligations({ ...facts, categories: known(before) }, law);
          const graver = decideObligations({ ...facts, categories: known([...before, added]) }, law);
          // While nothing that identifies anybody is named, that is an open question, and a kind of data that answers it may close it.
          const identifies = table.identification.some(
            (row) =>
              (row.all ?? []).every((item) => before.includes(item as (typeof before)[number])) &&
              (row.any ?? before).some((item) => before.includes(item as (typeof before)[number])),
          );
          for (const duty of duties) {
            if (milder[duty].answer === 'yes' || identifies)
              expect(rank[graver[duty].answer], duty).toBeGreaterThanOrEqual(rank[milder[duty].answer]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never says no where an answer to an unknown fact could make it yes', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...factNames), (facts, name) => {
        const open = { ...facts, [name]: { value: null, certainty: 'unknown' as const } };
        const outcome = decideObligations(open, law);
        const row = factRow(name);
        if (row.kind !== 'choice' || name === 'role') return;
        for (const option of row.options ?? []) {
          const closed = decideObligations({ ...open, [name]: known(option) }, law);
          for (const duty of duties) {
            if (closed[duty].answer === 'yes') expect(outcome[duty].answer, `${duty} by ${name}=${option}`).not.toBe('no');
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says who must answer what when an answer is unknown', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const outcome = decideObligations(facts, law);
        const questions = findOpenQuestions(facts, law, outcome);
        if (duties.some((duty) => outcome[duty].answer === 'unknown')) expect(questions.length).toBeGreaterThan(0);
        findCounterfactuals(facts, law, outcome);
      }),
      { numRuns: 60 },
    );
  });
});
