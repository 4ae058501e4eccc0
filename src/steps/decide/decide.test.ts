import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { readEntries, verifyLedger } from '#engines/ledger/verify-ledger.ts';
import { triedName } from '#kernel/hashed.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type PersonCard, UNNAMED_ACCOUNT } from '#kernel/people.ts';
import { createOrganisation } from '#registry/index.ts';
import type { incidentContained } from '#steps/respond/events.ts';
import { factsFromSignals } from './checks/facts-from-signals.ts';
import {
  affectedPeople,
  assessCase,
  caseBrief,
  closeCase,
  listCases,
  listDecisions,
  listRegister,
  makeDecision,
  shredCase,
  stateAwareness,
  stateFacts,
  writeRegister,
} from './index.ts';
import { shredDueCases } from './jobs.ts';
import { countPeopleBy } from './readers.ts';
import { decideTables } from './store.ts';
import { type CaseStage, openCaseStage, tell } from './testing/open-case-stage.ts';

const raise = (): never => {
  throw new Error('there is no card');
};

let stage: CaseStage;
let house: CaseStage['house'];
let leak: CaseStage['leak'];
let record: CaseStage['record'];
let latest: CaseStage['latest'];
let settle: CaseStage['settle'];

beforeAll(async () => {
  stage = await openCaseStage();
  ({ house, leak, record, latest, settle } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

const kinds = (org: OrgId) => house.state.inOrg(org, async (db) => (await readEntries(db, org, 0, 1000)).map((entry) => entry.kind));

test('an incident that touches people becomes a case with clock, facts, people, severity and a proposal, once', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const { row, incident } = await leak(org, [record(org, 1, 'a'), record(org, 2, 'a'), record(org, 3, 'b'), record(org, 4, 'c')]);
  expect([row.number, row.deadline.toISOString()]).toEqual(['2026-001', '2026-11-23T15:20:00.000Z']);
  const { facts, outcome } = await latest(org, row.id);
  expect(facts.people).toMatchObject({ value: { atLeast: 3, atMost: 3 }, certainty: 'confirmed' });
  expect([outcome.register.answer, outcome.authority.answer, outcome.people.answer]).toEqual(['yes', 'yes', 'yes']);
  expect(outcome.severity).toMatchObject({ low: 3, high: 3, band: 'high' });
  await tell(house.scope(org), {
    grew: { incident, source: { kind: 'person', id: 'x' }, severity: 'high', touchesPeople: true, categories: [] },
  });
  await settle();
  expect(await house.state.inOrg(org, listCases)).toHaveLength(1);
  expect(await kinds(org)).toEqual([
    'detect.signal-raised',
    'respond.incident-opened',
    'decide.case-opened',
    'decide.facts-stated',
    'decide.severity-assessed',
    'decide.clock-changed',
    'decide.people-looked-up',
    'decide.facts-stated',
    'decide.severity-assessed',
    'respond.incident-grew',
  ]);
  expect(await house.state.inOrg(org, (db) => countPeopleBy(db, row.id))).toEqual([
    { by: 'country', value: 'PL', people: 3 },
    { by: 'language', value: 'pl', people: 3 },
  ]);
  const brief = await caseBrief(house, org, row.id);
  const people = [];
  for await (const batch of affectedPeople(house, org, row.id)) people.push(...batch);
  const opened = people.map((person) => house.secrets.openWith(brief.key ?? '', person.card, 'tell-affected'));
  expect(opened.map((card) => (JSON.parse(card) as PersonCard).customer).sort()).toEqual(['a', 'b', 'c']);
  const stored = await house.state.inOrg(org, (db) => sql<{ all: string }>`select json_agg(p)::text as all from case_people p`.execute(db));
  expect(stored.rows[0]?.all).not.toContain('customers.example');
  expect(await verifyLedger(house.state, org)).toBe(10);
});

test('records the directory does not know are said, and the number of people becomes bounds', async () => {
  const org = house.newOrg();
  const { row } = await leak(org, [record(org, 1, 'a', ['minor']), record(org, 2, null), record(org, 3, null)]);
  const { facts } = await latest(org, row.id);
  expect(facts.people).toMatchObject({ value: { atLeast: 1, atMost: 3 }, certainty: 'likely' });
  expect(facts.subgroups).toMatchObject({ value: ['minors'], certainty: 'unknown' });
});

test('an account known by its typed name alone is its bearer’s when that is one of the people, and else stays unknown', async () => {
  const org = house.newOrg();
  const [a, b] = [record(org, 1, 'a'), record(org, 2, 'b')];
  const typed = (name: string, last = a.last): typeof a => {
    const { purpose, text } = triedName(name);
    const ref = house.secrets.mac(org, purpose, text) as typeof a.ref;
    return { kind: UNNAMED_ACCOUNT, ref, categories: ['postal-address'], first: a.first, last, times: 1 };
  };
  const mail = stage.directory.cards.get(b.ref)?.email ?? '';
  const later = new Date(a.last.getTime() + 3_600_000);
  // Before the people among whom their bearers are looked for, and after them; spelling makes no difference.
  const { row } = await leak(org, [typed('A'), typed(` ${mail.toUpperCase()} `, later), a, b, typed('stranger@mail.example')]);
  expect((await latest(org, row.id)).facts.people).toMatchObject({ value: { atLeast: 2, atMost: 3 } });
  const people = await house.state.inOrg(org, (db) =>
    sql<{ records: number; categories: string[]; last_read: Date }>`select records, categories, last_read from case_people
      where case_id = ${row.id} order by last_read`.execute(db),
  );
  expect(people.rows.map(({ records }) => records)).toEqual([2, 2]);
  expect(people.rows[1]).toMatchObject({ last_read: later, categories: expect.arrayContaining(['postal-address']) });
  expect((await kinds(org)).filter((kind) => kind === 'decide.people-looked-up')).toHaveLength(2);
});

test('a directory that is down leaves the people unknown, the clock running, and is asked again', async () => {
  const org = house.newOrg();
  stage.directory.down = true;
  const { row } = await leak(org, [record(org, 1, 'a')]);
  expect((await latest(org, row.id)).facts.people).toMatchObject({ value: { atLeast: 0, atMost: null }, certainty: 'unknown' });
  stage.directory.down = false;
  const asked = async () => {
    house.advance(1_000);
    return (await latest(org, row.id)).facts.people?.certainty;
  };
  await expect.poll(asked, { timeout: 15_000 }).toBe('confirmed');
});

test('a person decides, deviates only with a reason, and the register follows in versions that nobody changes', async () => {
  const org = house.newOrg();
  const officer = house.scope(org, 'privacy', 'per_officer');
  const { row, incident } = await leak(org, [record(org, 1, 'a')]);
  const { version } = await latest(org, row.id);
  const yes = { case: row.id, version, register: 'yes', authority: 'yes', people: 'yes' } as const;
  await expect(makeDecision(officer, { ...yes, people: 'no' })).rejects.toMatchObject({ code: 'DECISION_NEEDS_REASON' });
  await expect(makeDecision(officer, { ...yes, version: version - 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(makeDecision(house.scope(org, 'engineer'), yes)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(makeDecision(house.scope(house.newOrg(), 'privacy'), yes)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await makeDecision(officer, yes);
  await settle();
  await tell(house.scope(org), {
    contained: { incident, by: 'x', how: 'The order pages now ask for a sign-in.' } as z.input<typeof incidentContained.payload>,
  });
  await settle();
  expect((await latest(org, row.id)).facts.remedies?.value).toBe('The order pages now ask for a sign-in.');
  await writeRegister(officer, { case: row.id });
  const entries = await house.state.inOrg(org, (db) => listRegister(db, false));
  expect(entries.map((entry) => [entry.number, entry.version, entry.entry.remedies])).toEqual([
    ['2026-001', 2, 'The order pages now ask for a sign-in.'],
    ['2026-001', 1, null],
  ]);
  expect(entries[1]?.entry.decision).toMatchObject({ people: 'yes', by: 'per_officer' });
  expect(await house.state.inOrg(org, (db) => listDecisions(db, row.id))).toHaveLength(1);
  await expect(
    house.state.inOrg(org, (db) => decideTables(db).updateTable('register_entries').set({ number: 'x' }).execute()),
  ).rejects.toThrow('append-only');
});

test('what a person states stays, moves the clock, and changes the answer', async () => {
  const org = house.newOrg();
  const officer = house.scope(org, 'privacy', 'per_officer');
  const { row, incident } = await leak(org, [record(org, 1, 'a')]);
  await stateFacts(officer, {
    case: row.id,
    facts: {
      encryption: { value: 'intact', certainty: 'confirmed', evidence: 'the dump was encrypted' },
    },
  });
  const noticed = { reason: 'The night desk saw it at once.', evidence: 'the desk’s book', reasonForEarlier: 'They saw it on the screen.' };
  await stateAwareness(officer, { case: row.id, at: '2026-11-20T10:00:00Z', ...noticed });
  await tell(house.scope(org), {
    grew: { incident, source: { kind: 'person', id: 'x' }, severity: 'high', touchesPeople: true, categories: [] },
  });
  await settle();
  const { facts, outcome } = await latest(org, row.id);
  expect(facts.encryption).toMatchObject({ value: 'intact', statedBy: 'per_officer' });
  expect([outcome.authority.answer, outcome.people.answer]).toEqual(['unknown', 'no']);
  const moved = await house.state.inOrg(org, listCases);
  expect(moved[0]?.deadline.toISOString()).toBe('2026-11-23T10:00:00.000Z');
  await expect(stateFacts(officer, { case: row.id, facts: { cause: { value: 'magic', certainty: 'confirmed' } } })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  const again = await assessCase(officer, { case: row.id });
  expect(again.outcome.people.answer).toBe('no');
  await expect(closeCase(officer, { case: row.id })).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('a closed case is shredded when its term is over, not before: key, cards and references gone, counts and register kept', async () => {
  const { org } = await createOrganisation(house.scope(house.newOrg()), { name: 'Paper Lantern' });
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const officer = house.scope(org, 'privacy', 'per_officer');
  const { row } = await leak(org, [record(org, 1, 'a'), record(org, 2, 'b'), record(org, 3, null)]);
  const { version } = await latest(org, row.id);
  await makeDecision(officer, {
    case: row.id,
    version,
    register: 'yes',
    authority: 'yes',
    people: 'yes',
    reason: 'as proposed by the facts',
  });
  await settle();
  const copies = await house.state.inOrg(org, (db) => decideTables(db).selectFrom('case_people').select('card').execute());
  await expect(shredCase(house.scope(org), { case: row.id })).rejects.toMatchObject({ code: 'CONFLICT' });
  await closeCase(officer, { case: row.id });
  house.setNow(new Date('2031-11-20T15:19:59Z'));
  await shredDueCases(house);
  expect((await caseBrief(house, org, row.id)).key).not.toBeNull();
  house.setNow(new Date('2031-11-20T15:20:00Z'));
  await shredDueCases(house);
  await shredDueCases(house);
  expect((await caseBrief(house, org, row.id)).key).toBeNull();
  expect(() => house.secrets.openWith('', copies[0]?.card ?? raise(), 'tell-affected')).toThrow(
    expect.objectContaining({ code: 'SEAL_SHREDDED' }),
  );
  const kept = await house.state.inOrg(org, async (db) => ({
    people: await decideTables(db).selectFrom('case_people').select(['card', 'id', 'customer_hash']).execute(),
    records: await decideTables(db).selectFrom('case_records').select('ref').execute(),
    counts: await countPeopleBy(db, row.id),
    register: await listRegister(db, true),
  }));
  expect(kept.people.map((one) => [one.card, one.customer_hash === one.id])).toEqual([
    ['', true],
    ['', true],
  ]);
  expect(kept).toMatchObject({
    records: [],
    counts: [
      { by: 'country', people: 2 },
      { by: 'language', people: 2 },
    ],
    register: [{ number: '2026-001' }],
  });
  expect((await kinds(org)).filter((kind) => kind === 'decide.case-shredded')).toHaveLength(1);
});

test('cases are counted per organisation and year', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-12-31T22:00:00Z'));
  const first = await leak(org, [record(org, 1, 'a')]);
  const second = await leak(org, [record(org, 2, 'b')]);
  house.setNow(new Date('2027-01-01T00:00:00Z'));
  const third = await leak(org, [record(org, 3, 'c')]);
  expect([first, second, third].map(({ row }) => row.number)).toEqual(['2026-001', '2026-002', '2027-001']);
});

test('a dump says nothing of how many people it holds: unknown, with no upper bound', () => {
  const signal = {
    rule: 'dump-taken',
    title: 'A dump was taken',
    firstSeen: '2026-11-23T02:00:00.000Z',
    lastSeen: '2026-11-23T02:00:00.000Z',
    succeeded: 'yes',
    categories: ['name'],
    touched: [],
    actor: {},
  } as const;
  const people = { known: 0, unknownRecords: 0, failed: null, flags: [], untold: [], categories: [] };
  const facts = factsFromSignals([signal], { categories: [], firstSeen: signal.firstSeen }, people, signal.lastSeen);
  expect(facts.people).toMatchObject({ value: { atLeast: 0, atMost: null }, certainty: 'unknown' });
  expect(facts.subgroups).toMatchObject({ certainty: 'unknown' });
});
