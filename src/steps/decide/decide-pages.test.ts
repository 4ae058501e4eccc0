import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { productFiles } from '#engines/files/product-files.ts';
import type { Ports } from '#engines/house.ts';
import { type Delivery, startDelivery } from '#engines/ledger/start-delivery.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import type { PersonCard, TouchedRecord } from '#kernel/people.ts';
import { signalRaised } from '#steps/detect/events.ts';
import { incidentContained, incidentGrew, incidentOpened } from '#steps/respond/events.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { listCases, makeDecision, noteFiling, reactions, routes, takeGlance } from './index.ts';
import { readVersion } from './store.ts';

let house: TestHouse;
let delivery: Delivery;
const touched = new Map<string, TouchedRecord[]>();
const cards = new Map<string, PersonCard>();
const directoryDown = false;

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

const latest = (org: OrgId, id: Parameters<typeof readVersion>[1]) => house.state.inOrg(org, (db) => readVersion(db, id));

test('the pages: three answers with reasons and the clock, a fact stated, a decision made, the register as CSV', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const { row } = await leak(org, [record(org, 1, 'a'), record(org, 2, null)]);
  const app = serveRooms(productFiles, () => house.scope(org, 'privacy', 'per_officer'), { '/decide': routes() });
  const post = (path: string, fields: Record<string, string>) => app.request(path, { method: 'POST', body: new URLSearchParams(fields) });
  expect(await (await app.request('/decide')).text()).toContain('One case waits for a decision');
  const path = `/decide/cases/${row.id}`;
  house.advance(3_600_000);
  const html = await (await app.request(path)).text();
  for (const words of ['71:00', 'Register', 'Authority', 'GDPR-33-1', 'Severity 3.00', 'One record could not be matched'])
    expect(html).toContain(words);
  expect(html).not.toContain('Specimen');
  expect((await post(`${path}/facts`, { fact: 'people', value: '2', certainty: 'confirmed', evidence: 'counted by hand' })).status).toBe(
    303,
  );
  expect((await post(`${path}/facts`, { fact: 'people', value: 'many', certainty: 'confirmed' })).status).toBe(400);
  const { version, facts } = await latest(org, row.id);
  expect(facts.people).toMatchObject({ value: { atLeast: 2, atMost: 2 }, statedBy: 'per_officer' });
  const answers = { version: String(version), register: 'yes', authority: 'yes', people: 'yes' };
  expect((await post(`${path}/decision`, { ...answers, people: 'no' })).status).toBe(400);
  expect((await post(`${path}/decision`, answers)).status).toBe(303);
  await settle();
  const csv = await (await app.request('/decide/register.csv')).text();
  expect(csv.split('\r\n')[1]).toMatch(/^2026-001,1,/);
  expect(await (await app.request('/decide/register.json')).json()).toMatchObject({
    schema: 'shopbell-register/1',
    entries: [{ number: '2026-001' }],
  });
  expect(await (await app.request('/decide/register')).text()).toContain('2026-001');
  expect((await app.request(`/decide/cases/${newId('case')}`)).status).toBe(404);
});

test('the authority told: the clock stops and says when; late needs reasons; the register and its CSV show it once', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const { row } = await leak(org, [record(org, 1, 'a')]);
  const app = serveRooms(productFiles, () => house.scope(org, 'privacy', 'per_officer'), { '/decide': routes() });
  const path = `/decide/cases/${row.id}`;
  const post = (fields: Record<string, string>) =>
    app.request(`${path}/filings`, { method: 'POST', body: new URLSearchParams({ authority: 'Data protection office', ...fields }) });
  const glance = () => takeGlance(house.scope(org, 'privacy'), (key) => key);
  const { version } = await latest(org, row.id);
  const all = { register: 'yes', authority: 'yes', people: 'yes' } as const;
  await makeDecision(house.scope(org, 'privacy', 'per_officer'), { case: row.id, version, ...all, reason: 'as the facts say' });
  await settle();
  expect((await glance()).needs).toMatchObject([{ title: 'decide.need-filing.title', clock: { until: row.deadline } }]);
  house.setNow(new Date('2026-11-24T00:00:00Z'));
  expect((await post({ kind: 'supplement', at: '2026-11-23T10:00' })).status).toBe(409);
  expect((await post({ kind: 'first', at: '2026-11-25T10:00' })).status).toBe(400);
  expect((await post({ kind: 'first', at: '' })).status).toBe(400);
  expect((await post({ kind: 'first', at: '2026-11-23T16:20', reference: 'DPO-77' })).status).toBe(400);
  const late = { at: '2026-11-23T16:20', reference: 'DPO-77', reasonForDelay: 'The office’s form was out of order.' };
  expect(await (await app.request(path)).text()).toContain('Reasons for the delay');
  expect((await post({ kind: 'first', ...late })).status).toBe(303);
  expect((await post({ kind: 'first', ...late })).status).toBe(409);
  expect((await post({ kind: 'supplement', at: '2026-11-23T20:00', note: 'The final number.' })).status).toBe(303);
  const html = await (await app.request(path)).text();
  for (const words of ['Authority notified on', '73 hours after you became aware', 'DPO-77', 'out of order', 'The final number.'])
    expect(html).toContain(words);
  expect(html).not.toContain('class="ring ');
  expect((await glance()).needs).toEqual([]);
  expect(await (await app.request('/decide')).text()).toContain('notified after 73 h');
  await settle();
  const [head = '', line = ''] = (await (await app.request('/decide/register.csv')).text()).split('\r\n');
  expect(line).toContain('2026-11-23T16:20:00.000Z,Data protection office,DPO-77,73,The office’s form was out of order.');
  expect(new Set(head.split(',')).size).toBe(head.split(',').length);
  await expect(
    noteFiling(house.scope(org, 'engineer'), { case: row.id, kind: 'first', authority: 'x', at: '2026-11-23T10:00:00Z' }),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});
