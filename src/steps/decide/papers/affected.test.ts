import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '#web/messages.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import type { Facts } from '../checks/facts.ts';
import { makeDecision, stateFacts } from '../index.ts';
import { routes } from '../routes.tsx';
import { lawTables } from '../tables.ts';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { type Counted, countAffected, groupTests, placesTable } from './affected.ts';
import { exemptionTable, judgeExemptions } from './exemptions.ts';

let stage: CaseStage;
let house: CaseStage['house'];
beforeAll(async () => {
  stage = await openCaseStage();
  ({ house } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

const people = (atLeast: number, atMost: number | null) => ({ value: { atLeast, atMost }, certainty: 'confirmed' }) as const;
const none: Counted = { people: 0, unknownRecords: 0, countries: [], groups: [] };

test('people per country: found and stated together, who lives nowhere known is said, a contradiction is shown', () => {
  const counted: Counted = {
    ...none,
    people: 5,
    unknownRecords: 2,
    countries: [
      { code: 'PL', people: 4 },
      { code: 'DE', people: 1 },
    ],
  };
  expect(placesTable(counted, { people: people(5, 7) })).toEqual([
    { code: 'PL', found: 4, atLeast: 4, atMost: 6, differs: false },
    { code: 'DE', found: 1, atLeast: 1, atMost: 3, differs: false },
    { code: null, found: 0, atLeast: 0, atMost: 2, differs: false },
  ]);
  const stated: Facts = {
    people: people(5, 5),
    countries: { value: { PL: { atLeast: 2, atMost: 2 }, FR: { atLeast: 1, atMost: 1 } }, certainty: 'confirmed' },
  };
  expect(placesTable({ ...counted, unknownRecords: 0 }, stated)).toMatchObject([
    { code: 'PL', atLeast: 4, atMost: 4, differs: true },
    { code: 'DE' },
    { code: 'FR', found: 0, atLeast: 1 },
  ]);
  expect(placesTable(none, {})).toEqual([{ code: null, found: 0, atLeast: 0, atMost: null, differs: false }]);
  expect(placesTable(none, { people: people(0, 0) })).toEqual([]);
});

test('no line ever says at most less than at least, and everybody is somewhere', () => {
  const place = fc.constantFrom('PL', 'DE', 'US-CA', '');
  const bounds = fc
    .tuple(fc.nat(50), fc.option(fc.nat(50)))
    .map(([low, more]) => ({ atLeast: low, atMost: more === null ? null : low + more }));
  fc.assert(
    fc.property(
      fc.dictionary(place, fc.integer({ min: 1, max: 40 })),
      fc.dictionary(place, bounds),
      bounds,
      fc.boolean(),
      (found, stated, all, sure) => {
        const countries = Object.entries(found).map(([code, count]) => ({ code, people: count }));
        const counted = { ...none, countries, people: countries.reduce((sum, row) => sum + row.people, 0) };
        const facts: Facts = {
          people: { value: all, certainty: 'confirmed' },
          countries: { value: stated, certainty: sure ? 'confirmed' : 'unknown' },
        };
        const lines = placesTable(counted, facts);
        for (const line of lines) expect(line.atMost ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(line.atLeast);
        expect(lines.reduce((sum, line) => sum + line.atLeast, 0)).toBeGreaterThanOrEqual(all.atLeast);
      },
    ),
  );
});

test('a sub-group is a no only when everybody could be told apart, or a person stated the whole list', () => {
  const answers = (counted: Counted, facts: Facts) => Object.fromEntries(groupTests(counted, facts).map((one) => [one.group, one.answer]));
  const told = (group: string, yes: number, untold: number) => ({ group, yes, untold });
  const counted = {
    ...none,
    people: 3,
    groups: [
      told('protected-address', 1, 0),
      told('minor', 0, 0),
      told('health-inferring-goods', 0, 2),
      told('special-category-goods', 0, 0),
    ],
  };
  expect(answers(counted, { people: people(3, 3) })).toEqual({
    'protected-address': 'yes',
    minors: 'no',
    elderly: 'unknown',
    'health-inferring-goods': 'unknown',
    'special-category-goods': 'no',
  });
  expect(answers(counted, { people: people(3, 9) }).minors).toBe('unknown');
  expect(groupTests(counted, { people: people(3, null) })[1]).toMatchObject({ answer: 'unknown', untold: null });
  expect(answers(none, {})).toEqual(Object.fromEntries(groupTests(none, {}).map((one) => [one.group, 'unknown'])));
  const listed: Facts = { people: people(3, 9), subgroups: { value: ['elderly'], certainty: 'confirmed', statedBy: 'per_a' } };
  expect(answers(counted, listed)).toMatchObject({ elderly: 'yes', minors: 'no' });
  expect(answers(counted, { ...listed, subgroups: { value: ['elderly'], certainty: 'unknown', statedBy: 'per_a' } }).minors).toBe(
    'unknown',
  );
});

test('every exemption of the regulation is there, with words in four languages, and needs its evidence', () => {
  expect(exemptionTable().map((one) => one.id)).toEqual(lawTables().floors.exemptions.map((one) => one.id));
  const { catalogues } = loadMessages(productFiles);
  for (const one of exemptionTable()) {
    for (const catalogue of Object.values(catalogues)) {
      expect(catalogue.has(`papers.exemption.${one.id}`), one.id).toBe(true);
      for (const need of one.needs) expect(catalogue.has(`papers.needs.${need.id}`), need.id).toBe(true);
    }
  }
  const state = (facts: Facts, contacts = 0) => judgeExemptions(facts, contacts).map((one) => one.state);
  expect(state({})).toEqual(['open', 'open', 'open']);
  const encrypted = { value: 'intact', certainty: 'confirmed' } as const;
  const there = { value: 'none', certainty: 'likely' } as const;
  expect(state({ encryption: encrypted, availability: there, integrity: there })[0]).toBe('open');
  expect(state({ encryption: { ...encrypted, evidence: 'AES-256, key in the module' }, availability: there, integrity: there })[0]).toBe(
    'shown',
  );
  expect(state({ encryption: { ...encrypted, certainty: 'likely', evidence: 'x' }, availability: there, integrity: there })[0]).toBe(
    'open',
  );
  expect(state({ encryption: { value: 'broken', certainty: 'confirmed' } })[0]).toBe('not-met');
  const effort = (evidence: string): Facts => ({ disproportionateEffort: { value: 'yes', certainty: 'confirmed', evidence } });
  expect(state(effort('too much work'), 0)[2]).toBe('open');
  expect(state(effort('too much work'), 12)[2]).toBe('blocked');
  expect(state(effort('The addresses are ten years old, and 9 of 10 letters of a trial came back.'), 12)[2]).toBe('open');
});

test('people that can be written to are not left to a public notice without a justification; the case page shows it all', async () => {
  const org = house.newOrg();
  const { row } = await stage.leak(org, [stage.record(org, 1, 'a', ['protected-address']), stage.record(org, 2, 'b')]);
  const officer = house.scope(org, 'privacy', 'per_officer');
  const effort = (evidence: string) => ({ disproportionateEffort: { value: 'yes', certainty: 'confirmed', evidence } }) as const;
  const publicOnly = { register: 'yes', authority: 'yes', people: 'no', reason: 'We publish it on the front page.' } as const;
  const first = await stateFacts(officer, { case: row.id, facts: effort('many') });
  await expect(makeDecision(officer, { case: row.id, version: first.version, ...publicOnly })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('34(3)(c)'),
  });
  const counted = await house.state.inOrg(org, (db) => countAffected(db, row.id, 0));
  expect(counted).toMatchObject({ people: 2, countries: [{ code: 'PL', people: 2 }] });
  expect(counted.groups.find((one) => one.group === 'protected-address')).toMatchObject({ yes: 1 });
  const app = serveRooms(productFiles, () => officer, { '/decide': routes() });
  const html = await (await app.request(`/decide/cases/${row.id}`)).text();
  for (const words of [
    'People per country',
    'Poland',
    'Groups that need more care',
    'Art. 34(3)(c)',
    'blocked',
    '2 people can be written to',
  ])
    expect(html).toContain(words);
  const second = await stateFacts(officer, {
    case: row.id,
    facts: effort('The addresses are ten years old, and 9 of 10 letters of a trial came back.'),
  });
  await makeDecision(officer, { case: row.id, version: second.version, ...publicOnly });
});

test('the texts of the register and the papers stand in all four languages', () => {
  const { catalogues } = loadMessages(productFiles);
  const own = [...catalogues.en.keys()].filter((key) => /^(register|papers)\./.test(key));
  expect(own.length).toBeGreaterThan(100);
  for (const catalogue of Object.values(catalogues)) expect(own.filter((key) => !catalogue.has(key))).toEqual([]);
});
