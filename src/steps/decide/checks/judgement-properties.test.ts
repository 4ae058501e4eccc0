import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawTables } from '../tables.ts';
import { anyFact, anyFacts, known } from '../testing/any-facts.ts';
import { bandOf } from './assess-severity.ts';
import { decideObligations, type Outcome } from './decide-obligations.ts';
import { caseCategories, type FactName, factNames, factRow } from './fact-table.ts';
import type { Bounds, Fact, Facts, FactValue } from './facts.ts';
import { findCounterfactuals, findOpenQuestions } from './find-open-questions.ts';
import type { Asked } from './pick-regimes.ts';
import { openReassessment } from './reassess.ts';

const law = lawTables();
const everything: Asked = { regimes: [...new Set(law.regimes.map(({ id }) => id))] };

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
  publicBefore: ['yes', 'no'],
  recipientsTrusted: ['yes', 'no'],
  significantHarm: ['no', 'yes'],
  operationalImpact: ['none', 'limited', 'severe'],
  flawExploited: ['no', 'yes'],
};
const rank = { no: 0, unknown: 1, yes: 2 };

function placesExceed(places: FactValue, people: Fact | undefined): boolean {
  const most = people?.certainty !== 'unknown' && people?.value ? (people.value as Bounds).atMost : null;
  const least = Object.values(places as Record<string, Bounds>).reduce((sum, { atLeast }) => sum + atLeast, 0);
  return most !== null && least > most;
}

/** A longer term takes the place of a shorter one where the intent is worse: those two are looked at together. */
function dutiesOf(outcome: Outcome): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const { id, answer } of outcome.duties) {
    const key = id.startsWith('APPI-R8-2') ? 'APPI-R8-2' : id;
    ranks.set(key, Math.max(ranks.get(key) ?? 0, rank[answer]));
  }
  return ranks;
}

function expectNoneLowered(milder: Outcome, graver: Outcome, because: string): void {
  const before = dutiesOf(milder);
  for (const [id, after] of dutiesOf(graver)) expect(after, `${id} by ${because}`).toBeGreaterThanOrEqual(before.get(id) ?? 0);
}

describe('properties of the judgement, for every law', () => {
  it('keeps the score within its bounds and the band within the score', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { severity } = decideObligations(facts, law, { regimes: ['gdpr'] });
        expect(severity.low).toBeGreaterThanOrEqual(0.25);
        expect(severity.high).toBeLessThanOrEqual(6);
        expect(severity.low).toBeLessThanOrEqual(severity.high);
        expect((severity.low * 4) % 0.25).toBe(0);
        expect(bandOf(severity.low, law.severity)).toBe(severity.bandLow);
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
        // "Easily restored" also says that a copy is kept, which is what Japan asks of data that was altered (APPI-COPY): without altered data the order holds.
        const calm: Facts =
          name === 'confidentiality'
            ? { recipientsTrusted: known('no'), corrected: known('no') }
            : name === 'availability' && at === 0
              ? { integrity: known('none') }
              : {};
        const facts = { ...stated, ...calm };
        const values = harsher[name] ?? [];
        const milder = decideObligations({ ...facts, [name]: known(values[at] ?? null) }, law, everything);
        const graver = decideObligations({ ...facts, [name]: known(values[at + 1] ?? null) }, law, everything);
        expectNoneLowered(milder, graver, `${name}=${values[at + 1]}`);
        expect(graver.severity.high).toBeGreaterThanOrEqual(milder.severity.high);
      }),
      { numRuns: 400 },
    );
  });

  it('never lowers a duty when more people are concerned', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(3000), fc.nat(3000), ({ countries: _countries, ...facts }, n, more) => {
        const by = (people: number) => decideObligations({ ...facts, people: known({ atLeast: people, atMost: people }) }, law, everything);
        expectNoneLowered(by(n + 1), by(n + 1 + more), 'people');
      }),
      { numRuns: 200 },
    );
  });

  it('never lowers a duty when a kind of data is added', () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.subarray([...caseCategories], { minLength: 1 }),
        fc.constantFrom(...caseCategories),
        (facts, before, added) => {
          const milder = decideObligations({ ...facts, categories: known(before) }, law, everything);
          const graver = decideObligations({ ...facts, categories: known([...before, added]) }, law, everything);
          // While nothing that identifies anybody is named, that is an open question, and a kind of data that answers it may close it.
          const identifies = law.severity.identification.some(
            (row) =>
              (row.all ?? []).every((item) => before.includes(item as (typeof before)[number])) &&
              (row.any ?? before).some((item) => before.includes(item as (typeof before)[number])),
          );
          const was = dutiesOf(milder);
          for (const [id, now] of dutiesOf(graver)) {
            const then = was.get(id) ?? 0;
            if (then === rank.yes || identifies) expect(now, id).toBeGreaterThanOrEqual(then);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never says no where an answer to an unknown fact could make it yes', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...factNames), (facts, name) => {
        const row = factRow(name);
        if (row.kind === 'text' || name === 'role') return;
        const open = { ...facts, [name]: { value: null, certainty: 'unknown' as const } };
        const outcome = decideObligations(open, law, everything);
        const was = new Map(outcome.duties.map(({ id, answer }) => [id, answer]));
        fc.assert(
          fc.property(anyFact(name), ({ value }) => {
            // More people in a place than there are at all: no answer to what is known.
            if (name === 'countries' && placesExceed(value, facts.people)) return;
            const closed = decideObligations({ ...open, [name]: known(value) }, law, everything);
            for (const { id, answer } of closed.duties) if (answer === 'yes') expect(was.get(id), `${id} by ${name}`).not.toBe('no');
          }),
          { numRuns: 6 },
        );
      }),
      { numRuns: 300 },
    );
  });

  it('invents no duty when what was likely is confirmed', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...factNames), (facts, name) => {
        const fact = facts[name];
        if (fact === undefined) return;
        const with_ = (certainty: Fact['certainty']): Facts => ({ ...facts, [name]: { ...fact, certainty } });
        const before = decideObligations(with_('likely'), law, everything);
        const after = decideObligations(with_('confirmed'), law, everything);
        const was = new Map(before.duties.map(({ id, answer }) => [id, answer]));
        for (const { id, answer } of after.duties) if (was.get(id) === 'no') expect(answer, `${id} by ${name}`).toBe('no');
      }),
      { numRuns: 400 },
    );
  });

  it('says what must be answered when an answer is unknown, and what would change a settled one', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const outcome = decideObligations(facts, law, everything);
        const questions = findOpenQuestions(facts, law, outcome, everything);
        if (outcome.duties.some(({ answer }) => answer === 'unknown')) expect(questions.length).toBeGreaterThan(0);
        findCounterfactuals(facts, law, outcome, everything);
      }),
      { numRuns: 30 },
    );
  });

  it('judges anew with one fact changed as it would from the start', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...factNames), (facts, name) => {
        const again = openReassessment(facts, law, everything);
        fc.assert(
          fc.property(anyFact(name), (fact) => {
            const answers = ({ duties, severity }: Outcome) => [severity.low, severity.high, duties.map(({ id, answer }) => [id, answer])];
            expect(answers(again.outcome(name, fact))).toEqual(answers(decideObligations({ ...facts, [name]: fact }, law, everything)));
          }),
          { numRuns: 4 },
        );
      }),
      { numRuns: 150 },
    );
  });
});
