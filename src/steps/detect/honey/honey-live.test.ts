import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeEventRows } from '#intake/http/make-event-rows.ts';
import { loadDataMap } from '#intake/index.ts';
import { readRequestLines } from '#intake/read-request-lines.ts';
import { houseKeys } from '#intake/seal-keys.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { freshMemory, runDetection } from '../run-detection.ts';
import { listSignals } from '../store.ts';
import { makeCustomers } from '../testing/make-request.ts';
import { lookForHoneys } from '../verbs/look-for-honeys.ts';
import { makeHoneys } from '../verbs/make-honeys.ts';
import { placeHoney } from '../verbs/place-honey.ts';
import { retireHoney } from '../verbs/retire-honey.ts';
import type { HoneyCard } from './honey.ts';
import { openCard } from './open-card.ts';
import { type HoneyId, listHoneys, takeHoney } from './store-honeys.ts';

const T = Date.UTC(2026, 4, 4, 10);
let house: TestHouse;
let org: OrgId;
let shop: ShopId;
let placed: Map<string, { readonly id: HoneyId; readonly card: HoneyCard }>;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  org = house.newOrg();
  house.setNow(new Date(T - 2 * DAY));
  const owner = house.scope(org, 'owner');
  ({ shop } = await registerShop(owner, {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Berlin' },
    ...{
      country: 'DE',
      contact: { name: 'Care', address: 'care@shop.example' },
      privacyContact: { name: 'P', address: 'privacy@shop.example' },
    },
  }));
  const { honeys } = await makeHoneys(owner, { shop, places: ['Shop', 'Newsletter tool', 'Courier'], domain: 'post.example' });
  placed = new Map();
  for (const [nth, id] of honeys.entries()) {
    const { place } = await house.state.inOrg(org, (db) => takeHoney(db, id));
    if (place !== 'Courier') await placeHoney(owner, { honey: id, customer: String(880 + nth), order: String(100_500 + nth) });
    placed.set(place, { id, card: openCard(owner, await house.state.inOrg(org, (db) => takeHoney(db, id))) });
  }
  house.setNow(new Date(T + HOUR));
});

const honey = (place: string) => {
  const one = placed.get(place);
  if (one === undefined) throw new Error(`no honey customer in ${place}`);
  return one;
};
const pass = () => runDetection(house, org, shop, 'one', freshMemory());
const told = async () =>
  (await house.state.inOrg(org, (db) => listSignals(db)))
    .filter((row) => row.rule === 'honey-customer')
    .map((row) => ({ level: row.level, how: row.facts.how, what: row.facts.what, count: row.count, address: row.actor.address }));

/** Takes in a combined log line a request, as intake would. */
async function log(...lines: readonly { at: number; target: string; address?: string; agent?: string; status?: number }[]) {
  const stamp = (at: number) => {
    const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
    return `${day}/${month}/${year}:${time} +0000`;
  };
  const text = lines.map(
    ({ at, target, address = '203.0.113.9', agent = 'tool/1', status = 200 }) =>
      `${address} - - [${stamp(at)}] "GET ${target} HTTP/1.1" ${status} 3120 "-" "${agent}"\n`,
  );
  const options = { shop, source: 'src_test', map: await loadDataMap('practice'), keys: houseKeys(house.secrets, org), fileId: 'log' };
  const bytes = (async function* () {
    yield new TextEncoder().encode(text.join(''));
  })();
  for await (const batch of readRequestLines(bytes, { ...options, now: () => house.clock.now() })) {
    expect(batch.rejected).toEqual([]);
    await house.telemetry.insert(org, 'requests', batch.requests);
    if (batch.sightings.length > 0) await house.telemetry.insert(org, 'sightings', batch.sightings);
  }
}

/** Takes in an event of the application. */
async function tell(name: string, at: number, attributes: Record<string, string>) {
  const { events, rejected } = makeEventRows(
    {
      ...{ shop, source: 'src_test', map: await loadDataMap('practice'), keys: houseKeys(house.secrets, org) },
      ...{ now: house.clock.now(), maxAgeMs: 90 * DAY, delivery: 'd' },
    },
    [{ at, name, severity: '', service: 'shop', traceId: '', body: '', attributes }],
  );
  expect(rejected).toEqual([]);
  await house.telemetry.insert(org, 'application_events', events);
}

it('each is another person with a mailbox of its own, sealed where it is stored', async () => {
  const rows = await house.state.inOrg(org, (db) => listHoneys(db));
  const cards = rows.map((row) => openCard({ house, org }, row));
  expect(new Set(cards.map((card) => card.mail)).size).toBe(3);
  for (const card of cards) {
    expect(card.mail).toMatch(/^[a-z]+\.[a-z]+\d{6}@post\.example$/);
    expect(card.phone).toMatch(/^\+493023125\d{3}$/);
    expect(JSON.stringify(rows)).not.toContain(card.mail.split('@')[0]);
  }
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100));
  expect(entries.map((entry) => entry.kind)).toEqual([
    'registry.shop-registered',
    'detect.honeys-made',
    'detect.honey-placed',
    'detect.honey-placed',
  ]);
});

it('rings for a record that is read, once, and says which copy leaked; other customers do not ring', async () => {
  await house.telemetry.insert(org, 'requests', makeCustomers(shop, T, 30, 10 * SECOND));
  await log({ at: T, target: `/api/orders/${honey('Newsletter tool').card.order}` });
  await pass();
  expect(await told()).toEqual([{ level: 'critical', how: 'read', what: 'Newsletter tool', count: 1, address: '203.0.113.9' }]);
  await log({ at: T + MINUTE, target: `/api/orders/${honey('Newsletter tool').card.order}` });
  house.advance(10 * SECOND);
  await pass();
  expect(await told()).toEqual([{ level: 'critical', how: 'read', what: 'Newsletter tool', count: 2, address: '203.0.113.9' }]);
});

it('rings for its name tried at a sign-in, and for a session of it', async () => {
  const { card } = honey('Shop');
  await tell('shop.customer.sign_in_failed', T, { 'shop.sign_in.name': card.mail.toUpperCase(), 'client.address': '203.0.113.9' });
  await pass();
  expect(await told()).toEqual([{ level: 'critical', how: 'tried', what: 'Shop', count: 1, address: '203.0.113.9' }]);
  await tell('shop.customer.signed_in', T + MINUTE, { 'shop.actor.id': card.customer, 'client.address': '203.0.113.9' });
  await pass();
  expect((await told()).map((one) => one.how).sort()).toEqual(['signed-in', 'tried']);
  const stored = await house.telemetry.query<{ attributes: string }>(org, 'select attributes from @application_events');
  expect(JSON.stringify(stored).toLowerCase()).not.toContain(card.mail.split('@')[0]);
});

it('rings for its mailbox or number in an address that the shop was asked', async () => {
  const { mail, phone } = honey('Newsletter tool').card;
  await log({ at: T, target: `/unsubscribe?email=${encodeURIComponent(mail)}`, status: 404 });
  await log({ at: T, target: `/track?phone=${phone.replace('+49', '0')}`, status: 404 });
  await pass();
  expect(await told()).toEqual([{ level: 'high', how: 'seen', what: 'Newsletter tool', count: 2, address: undefined }]);
});

it('rings for a list that somebody found, and keeps nothing of it', async () => {
  const list = `nobody@mail.example;x\n${honey('Shop').card.mail.toUpperCase()};secret-hash\n`;
  const found = await lookForHoneys(house.scope(org, 'engineer'), { text: list, where: 'a paste site' });
  expect(found).toMatchObject({ looked: 3, found: [{ place: 'Shop' }] });
  await pass();
  expect(await told()).toMatchObject([{ level: 'critical', how: 'found', what: 'Shop', count: 1 }]);
  expect(JSON.stringify(await house.telemetry.query(org, 'select * from @application_events'))).not.toContain('secret-hash');
  expect(await lookForHoneys(house.scope(org, 'engineer'), { text: 'nobody@mail.example', where: '' })).toEqual({ looked: 3, found: [] });
});

it('its placing does not ring, nor one that is not placed yet, nor one that is retired', async () => {
  await log({ at: T - 2 * DAY - MINUTE, target: `/api/orders/${honey('Shop').card.order}` });
  await tell('shop.customer.sign_in_failed', T, { 'shop.sign_in.name': honey('Courier').card.mail });
  await retireHoney(house.scope(org, 'owner'), { honey: honey('Newsletter tool').id });
  await log({ at: T, target: `/api/orders/${honey('Newsletter tool').card.order}` });
  await pass();
  expect(await told()).toEqual([]);
});

it('a program of the shop that reads every order each night is no news; somebody new is', async () => {
  const { order } = honey('Shop').card;
  for (let day = 12; day >= 0; day--) {
    const lines = Array.from({ length: 8 }, (_, nth) => ({
      at: T - 10 * HOUR - day * DAY + nth * MINUTE,
      target: `/api/orders/${nth === 0 ? order : 100_000 + day * 10 + nth}`,
      ...{ address: '198.51.100.77', agent: 'erp/2' },
    }));
    await log(...lines);
  }
  await log({ at: T, target: `/api/orders/${order}` });
  await pass();
  expect(await told()).toEqual([{ level: 'critical', how: 'read', what: 'Shop', count: 1, address: '203.0.113.9' }]);
});
