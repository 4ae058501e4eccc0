import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readText } from '#engines/data/read-data.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { assessmentShape } from '../assessment-shape.ts';
import { factsSchema } from '../facts-schema.ts';
import { lawTables } from '../tables.ts';
import { lawCases } from '../testing/law-cases.ts';
import { factNames } from './fact-table.ts';
import { readFactsText } from './read-facts-text.ts';
import { summarizeOutcome } from './summarize-outcome.ts';

const law = lawTables();
const now = new Date('2026-11-30T12:00:00Z');
const examples = productFiles.list('docs/examples', '.yaml').filter((path) => path.includes('facts'));
const textOf = (path: string) => productFiles.read(path).toString('utf8');

test('the document fits its schema, whatever the facts', () => {
  // A third of the prepared cases, since each is asked of every law with every counterfactual.
  for (const { facts } of lawCases().filter((_, nth) => nth % 3 === 0))
    expect(() => assessmentShape.parse(summarizeOutcome(facts, law, now))).not.toThrow();
  expect(() => assessmentShape.parse(summarizeOutcome({}, law, now))).not.toThrow();
});

test('the examples fit the schema of facts, and it refuses what the reader refuses', () => {
  const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(factsSchema());
  expect(examples.length).toBeGreaterThan(3);
  for (const path of examples) {
    expect(fits(parse(textOf(path))), `${path}: ${JSON.stringify(fits.errors)}`).toBe(true);
    expect(() => readFactsText(textOf(path), path)).not.toThrow();
  }
  for (const wrong of [
    'cause: because',
    'people: -1',
    'categories: name',
    'countries: {Germany: 1}',
    'establishedIn: [Polska]',
    'strange: yes',
  ]) {
    const text = `schema: shopbell-facts/1\nfacts: { ${wrong} }`;
    expect(fits(parse(text)), wrong).toBe(false);
    expect(() => readFactsText(text, 'wrong.yaml'), wrong).toThrow(/wrong\.yaml:2/);
  }
});

test('every fact is explained and every law stands in the review sheet with a source', () => {
  expect(Object.keys((factsSchema() as { properties: { facts: { properties: object } } }).properties.facts.properties)).toEqual(factNames);
  const sheet = productFiles.read('docs/reference/legal-rules.md').toString('utf8');
  for (const regime of law.regimes) for (const { id } of [...regime.rules, ...regime.duties]) expect(sheet).toContain(`| ${id} |`);
  for (const { id } of law.floors.rules) expect(sheet).toContain(`| ${id} |`);
  expect(readText('regimes/places.yaml')).toContain('EEA');
});

test('a term tells what it runs from and what is left of it, also when that is less than nothing', () => {
  const facts = { awareAt: { value: '2026-11-20T16:20:00+01:00', certainty: 'confirmed' } } as const;
  const deadline = (at: string) => summarizeOutcome(facts, law, new Date(at)).duties.find(({ id }) => id === 'GDPR-33-1')?.deadline;
  expect(deadline('2026-11-22T15:20:00Z')).toEqual({
    anchor: 'awareAt',
    at: '2026-11-23T15:20:00.000Z',
    left: 86_400,
    term: { hours: 72 },
  });
  expect(deadline('2026-11-23T15:21:00Z')?.left).toBe(-60);
  const unknown = summarizeOutcome({}, law, now).duties.find(({ id }) => id === 'GDPR-33-1')?.deadline;
  expect(unknown).toEqual({ anchor: 'awareAt', at: null, left: null, term: { hours: 72 } });
});

test('what nobody stated and was taken to hold is said', () => {
  expect(summarizeOutcome({}, law, now).assumed.map(({ fact }) => fact)).toContain('misuseSeen');
  const stated = { misuseSeen: { value: null, certainty: 'unknown' } } as const;
  expect(summarizeOutcome(stated, law, now).assumed.map(({ fact }) => fact)).not.toContain('misuseSeen');
});

test('strictly, what is left out is unknown also beside a harm that is told of', () => {
  const facts = readFactsText(
    'schema: shopbell-facts/1\nfacts: { cause: mistake, medium: message, confidentiality: known-recipients, corrected: "yes", categories: [name, order-contents], people: 2 }',
    'short.yaml',
  ).facts;
  const authority = (isStrict: boolean) =>
    summarizeOutcome(facts, law, now, { regimes: ['gdpr'], isStrict }).duties.find(({ id }) => id === 'GDPR-33-1')?.answer;
  expect([authority(false), authority(true)]).toEqual(['no', 'ask']);
});
