import { expect, test } from 'vitest';
import { lawTables } from '../tables.ts';
import { decideObligations } from './decide-obligations.ts';
import { type FactName, factNames, factRow } from './fact-table.ts';
import { type Fact, type Facts, factsFileShape } from './facts.ts';
import { askedDuties, isLeftOpen, orderQuestions, previewQuestion, remainingAtMost } from './order-questions.ts';

const law = lawTables();
const facts = (stated: object): Facts => factsFileShape.parse({ schema: 'shopbell-facts/1', facts: stated }).facts;

/** What nobody doubts. */
const plain = { simpleInsight: 'ordinary', behaviouralInsight: 'ordinary', financialInsight: 'ordinary', sensitiveInsight: 'full' };
const quiet = { malicious: 'no', subgroups: [], integrity: 'none', availability: 'none', encryption: 'none' };
/** Prepared cases, each with everything that somebody could answer. */
const cases: Readonly<Record<string, Facts>> = {
  'ransomware, encrypted at rest': facts({
    ...{
      ...plain,
      cause: 'attack',
      medium: 'systems',
      integrity: 'none',
      subgroups: [],
      confidentiality: 'exposed',
      availability: 'temporary',
    },
    ...{ encryption: 'intact', outflow: 'no', logsCoverWindow: 'yes', restoredWithin: 'hours', effectOnPeople: 'none' },
    ...{ categories: ['name', 'email', 'phone', 'postal-address'], people: 40 },
  }),
  'ransomware at a hospital': facts({
    ...{
      ...plain,
      cause: 'attack',
      medium: 'systems',
      integrity: 'none',
      subgroups: [],
      confidentiality: 'exposed',
      availability: 'temporary',
    },
    ...{ encryption: 'none', outflow: 'no', logsCoverWindow: 'yes', restoredWithin: 'days', effectOnPeople: 'serious' },
    ...{ categories: ['name', 'postal-address', 'health'], people: 5000 },
  }),
  'letter with a birth date to the wrong customer': facts({
    ...quiet,
    ...{ ...plain, cause: 'mistake', medium: 'paper', confidentiality: 'known-recipients', people: 1, corrected: 'no' },
    categories: ['name', 'postal-address', 'birth-date', 'contract-details'],
  }),
  'two parcels swapped': facts({
    ...quiet,
    ...{ ...plain, cause: 'mistake', medium: 'paper', confidentiality: 'known-recipients', people: 2, corrected: 'yes' },
    categories: ['name', 'postal-address', 'order-contents'],
  }),
  'strongly hashed passwords': facts({
    ...{
      ...plain,
      cause: 'attack',
      medium: 'systems',
      integrity: 'none',
      subgroups: [],
      confidentiality: 'unknown-recipients',
      availability: 'none',
    },
    ...{ encryption: 'none', people: 1200, passwordProtection: 'strong-salted-hash', categories: ['password-hash', 'pseudonym'] },
  }),
  'encrypted tablets stolen': facts({
    ...{
      ...plain,
      cause: 'loss',
      malicious: 'yes',
      medium: 'device',
      confidentiality: 'exposed',
      integrity: 'none',
      availability: 'easily-restored',
    },
    ...{ encryption: 'intact', restoredWithin: 'hours', effectOnPeople: 'none', categories: ['name', 'birth-date'], subgroups: ['minors'] },
    people: 30,
  }),
  'skimmer on the payment page': facts({
    ...{
      ...plain,
      cause: 'attack',
      medium: 'systems',
      integrity: 'none',
      availability: 'none',
      subgroups: [],
      confidentiality: 'unknown-recipients',
    },
    ...{ encryption: 'none', categories: ['name', 'payment-card'], people: 300 },
  }),
  'lost laptop with orders': facts({
    ...{
      ...plain,
      cause: 'loss',
      medium: 'device',
      confidentiality: 'exposed',
      integrity: 'none',
      availability: 'none',
      encryption: 'none',
    },
    ...{ categories: ['name', 'postal-address', 'order-contents'], people: 60, subgroups: [] },
  }),
};

type Choose = (stated: Facts) => FactName | undefined;
const shortest: Choose = (stated) => orderQuestions(stated, law)[0]?.fact;
const byTable: Choose = (stated) => {
  const open = new Set(orderQuestions(stated, law).map(({ fact }) => fact));
  return factNames.find((name) => open.has(name));
};

const answersOf = (stated: Facts) => askedDuties.map((duty) => decideObligations(stated, law)[duty].answer).join(' ');

/** Asks until the answers are those of all facts, answering from what is true. */
function walk(truth: Facts, choose: Choose): { readonly asked: FactName[]; readonly end: Facts; readonly remaining: number[] } {
  const asked: FactName[] = [];
  const remaining: number[] = [];
  let stated: Facts = {};
  const goal = answersOf(truth);
  for (let next = choose(stated); next !== undefined && answersOf(stated) !== goal; next = choose(stated)) {
    asked.push(next);
    remaining.push(remainingAtMost(stated, law));
    const absent = factRow(next).absent;
    const known: Fact | undefined = truth[next] ?? (absent === undefined ? undefined : { value: absent, certainty: 'confirmed' });
    stated = { ...stated, [next]: known ?? { value: null, certainty: 'unknown', statedBy: 'per_officer' } };
  }
  return { asked, end: stated, remaining };
}

test('the shortest way asks fewer questions than the order of the table, and comes to the answer of all facts', () => {
  const rows = Object.entries(cases).map(([name, truth]) => {
    const [short, table] = [walk(truth, shortest), walk(truth, byTable)];
    expect(new Set(short.asked).size, `${name} asks twice`).toBe(short.asked.length);
    expect(answersOf(short.end), name).toBe(answersOf(truth));
    return { name, shortest: short.asked.length, table: table.asked.length, answers: answersOf(short.end) };
  });
  const total = (key: 'shortest' | 'table') => rows.reduce((sum, row) => sum + row[key], 0);
  if (process.env.SHOPBELL_TEST_LOG) console.table(rows);
  for (const row of rows) expect(row.shortest, row.name).toBeLessThanOrEqual(row.table + 3);
  expect(total('shortest') / total('table')).toBeLessThan(0.8);
});

test('what is said to remain at most is never less than what comes', () => {
  for (const truth of Object.values(cases)) {
    const { asked, remaining } = walk(truth, shortest);
    for (const [nth, most] of remaining.entries()) expect(asked.length - nth).toBeLessThanOrEqual(most);
  }
});

test('not knowing is no answer: nothing turns into no by it, and it is not asked again', () => {
  const first = shortest({});
  if (first === undefined) throw new Error('nothing is asked');
  const open: Facts = { [first]: { value: null, certainty: 'unknown', statedBy: 'per_officer' } };
  expect(isLeftOpen(open[first])).toBe(true);
  expect(orderQuestions(open, law).map(({ fact }) => fact)).not.toContain(first);
  for (const duty of askedDuties) expect(decideObligations(open, law)[duty].answer).toBe('unknown');
});

test('what each answer would change is what it changes', () => {
  const base = facts({ cause: 'attack', medium: 'systems', confidentiality: 'unknown-recipients', encryption: 'none' });
  for (const { value, changes } of previewQuestion('categories', base, law).answers) {
    const after = decideObligations({ ...base, categories: { value, certainty: 'confirmed' } }, law);
    for (const { duty, to } of changes) expect(after[duty].answer).toBe(to);
  }
  expect(previewQuestion('categories', base, law).answers.find(({ value }) => String(value) === 'payment-card')?.changes).toContainEqual({
    duty: 'authority',
    from: 'unknown',
    to: 'yes',
  });
});
