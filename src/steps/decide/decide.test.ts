import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Ports } from '#engines/house.ts';
import { type Delivery, startDelivery } from '#engines/ledger/start-delivery.ts';
import { readEntries, verifyLedger } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import type { PersonCard, TouchedRecord } from '#kernel/people.ts';
import { createOrganisation } from '#registry/index.ts';
import { signalRaised } from '#steps/detect/events.ts';
import { incidentContained, incidentGrew, incidentOpened } from '#steps/respond/events.ts';
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
  reactions,
  shredCase,
  stateFacts,
  writeRegister,
} from './index.ts';
import { shredDueCases } from './jobs.ts';
import { countPeopleBy } from './readers.ts';
import { decideTables, readVersion } from './store.ts';

const raise = (): never => {
  throw new Error('there is no card');
};

let house: TestHouse;
let delivery: Delivery;
const touched = new Map<string, TouchedRecord[]>();
const cards = new Map<string, PersonCard>();
let directoryDown = false;

const ports: Pick<Ports, 'touchedRecords' | 'resolvePeople'> = {
  async *touchedRecords(_org, incident) {
    yield touched.get(incident) ?? [];
  },
  resolvePeople: async (_org, _shop, records) => {
    if (directoryDown) throw new ShopbellError('DIRECTORY_DOWN', { shop: 'x', reason: 'status 503', records: records.length });
    const people = new Map(
      records.flatMap((record) => (cards.has(record.ref) ? [[record.ref as string, cards.get(record.ref)] as const] : [])),
    );
    return {
      people: people as ReadonlyMap<string, PersonCard>,
      unknown: records.map((record) => record.ref).filter((ref) => !cards.has(ref)),
    };
  },
};

beforeAll(async () => {
  house = await openTestHouse(() => ({ ports: ports as Ports }));
  delivery = await startDelivery(house, reactions);
});
afterAll(async () => {
  await delivery.stop();
  await house[Symbol.asyncDispose]();
});

/** Waits until every reaction has seen the ledger's head; one that rests after an error is not waited for. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet++) {
    await sleep(60);
    await delivery.settled();
  }
}

const newId = <P extends string>(prefix: P) => makeId(prefix, Date.now(), house.random.bytes(16));
type Opening = z.input<typeof incidentOpened.payload>;

/** Stands for the steps before this one: writes their events. */
const tell = defineVerb({
  name: 'test.tell-decide',
  permission: 'machine',
  effect: 'writes',
  input: z.custom<{
    raised?: z.input<typeof signalRaised.payload>;
    opened?: Opening;
    grew?: z.input<typeof incidentGrew.payload>;
    contained?: z.input<typeof incidentContained.payload>;
  }>(),
  run: async (ctx, event) => {
    if (event.raised) await ctx.record(signalRaised, event.raised);
    if (event.opened) await ctx.record(incidentOpened, event.opened);
    if (event.grew) await ctx.record(incidentGrew, event.grew);
    if (event.contained) await ctx.record(incidentContained, event.contained);
    return {};
  },
});

function record(org: OrgId, order: number, customer: string | null, flags: PersonCard['flags'] = []): TouchedRecord {
  const ref = house.secrets.sealRef(org, 'order', `${org}-${order}`);
  if (customer)
    cards.set(ref, {
      customer,
      name: `Specimen ${customer}`,
      email: `${customer}@customers.example`,
      language: 'pl',
      country: 'PL',
      flags,
    });
  const at = new Date('2026-11-20T02:10:00Z');
  return { kind: 'order', ref, categories: ['name', 'email', 'postal-address', 'order-contents'], first: at, last: at, times: 1 };
}

async function leak(org: OrgId, records: TouchedRecord[]) {
  const incident = newId('inc');
  const shop = newId('shop');
  const signal = newId('sig');
  touched.set(incident, records);
  const categories = ['name', 'email', 'postal-address', 'order-contents'] as const;
  await tell(house.scope(org), {
    raised: {
      signal,
      shop,
      rule: 'record-enumeration',
      title: 'Orders read one after another',
      level: 'high',
      actor: { address: '203.0.113.7' },
      firstSeen: '2026-11-20T02:01:00Z',
      lastSeen: '2026-11-20T02:20:00Z',
      count: 60,
      succeeded: 'yes',
      touched: [{ kind: 'order', distinct: records.length }],
      categories: [...categories],
    },
    opened: {
      incident,
      shop,
      title: 'Orders read one after another',
      severity: 'high',
      source: { kind: 'signal', id: signal },
      touchesPeople: true,
      firstSeen: '2026-11-20T02:01:00Z',
      categories: [...categories],
    },
  });
  await settle();
  const row = await house.state.inOrg(org, async (db) => (await listCases(db)).find((one) => one.incident_id === incident));
  if (!row) throw new Error('no case was opened');
  return { incident, shop, signal, row };
}

const kinds = (org: OrgId) => house.state.inOrg(org, async (db) => (await readEntries(db, org, 0, 1000)).map((entry) => entry.kind));
const latest = (org: OrgId, id: Parameters<typeof readVersion>[1]) => house.state.inOrg(org, (db) => readVersion(db, id));

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
  expect(await verifyLedger(house.state, org)).toBe(9);
});

test('records the directory does not know are said, and the number of people becomes bounds', async () => {
  const org = house.newOrg();
  const { row } = await leak(org, [record(org, 1, 'a', ['minor']), record(org, 2, null), record(org, 3, null)]);
  const { facts } = await latest(org, row.id);
  expect(facts.people).toMatchObject({ value: { atLeast: 1, atMost: 3 }, certainty: 'likely' });
  expect(facts.subgroups).toMatchObject({ value: ['minors'], certainty: 'unknown' });
});

test('a directory that is down leaves the people unknown, the clock running, and is asked again', async () => {
  const org = house.newOrg();
  directoryDown = true;
  const { row } = await leak(org, [record(org, 1, 'a')]);
  expect((await latest(org, row.id)).facts.people).toMatchObject({ value: { atLeast: 0, atMost: null }, certainty: 'unknown' });
  directoryDown = false;
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
      awareAt: { value: '2026-11-20T10:00:00Z', certainty: 'confirmed' },
    },
  });
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
  const people = { known: 0, unknownRecords: 0, failed: null, flags: [], categories: [] };
  const facts = factsFromSignals([signal], { categories: [], firstSeen: signal.firstSeen }, people, signal.lastSeen);
  expect(facts.people).toMatchObject({ value: { atLeast: 0, atMost: null }, certainty: 'unknown' });
  expect(facts.subgroups).toMatchObject({ certainty: 'unknown' });
});
