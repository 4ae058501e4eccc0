import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { House, Ports } from '#engines/house.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { triedName } from '#kernel/hashed.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { importPeople, registerShop, resolvePeople } from '#registry/index.ts';
import { freshMemory, runDetection } from '../run-detection.ts';
import { findingOf, listSignals } from '../store.ts';
import { FIREFOX, makeCustomers, makeRequest, readOrder } from '../testing/make-request.ts';
import { listEntered } from '../verbs/list-entered.ts';
import { listPeople } from '../verbs/list-people.ts';
import { listTouchedRecords } from '../verbs/list-touched-records.ts';
import { lookUpPerson } from '../verbs/look-up-person.ts';
import { openSealedList } from '../verbs/open-sealed-list.ts';
import { tellAffected } from '../verbs/tell-affected.ts';
import { readEntered } from './read-entered.ts';
import { sealedAccountLine } from './sealed-list.ts';

const T = Date.UTC(2026, 4, 4, 10);
const purpose = 'Their passwords are to be reset.';
let house: TestHouse;
let org: OrgId;
let shop: ShopId;
beforeAll(async () => {
  const later: { house?: House } = {};
  const ports = {
    resolvePeople: (...[of, which, records]: Parameters<Ports['resolvePeople']>) => {
      if (later.house === undefined) throw new Error('the house is not open yet');
      return resolvePeople(later.house, of, which, records);
    },
  };
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    ports: ports as Ports,
  }));
  later.house = house;
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  org = house.newOrg();
  house.setNow(new Date(T + 60 * MINUTE));
  ({ shop } = await registerShop(house.scope(org, 'owner'), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Berlin' },
    ...{ country: 'DE', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  }));
});

const account = (name: string): string => house.secrets.sealRef(org, 'account', name);
const tried = (name: string): string => house.secrets.mac(org, triedName(name).purpose, triedName(name).text);
const mail = (nth: number): string => `person-${nth}@mail.example`;
const order = (nth: number): string => house.secrets.sealRef(org, 'order', String(7000 + nth));
const ROBBER = { address: '203.0.113.50', agent: 'tool' };
const signIn = (at: number, nth: number, change: Partial<RequestRow> = {}) =>
  makeRequest(shop, at, {
    ...ROBBER,
    ...{ method: 'POST', path: '/account/sign-in', route: '/account/sign-in', route_kind: 'sign-in', status: 401, auth: 'sign-in-failed' },
    tried: tried(mail(nth)),
    ...change,
  });
const ok = { auth: 'sign-in-ok', status: 303 } as const;
const read = (at: number, nth: number, change: Partial<RequestRow> = {}) =>
  readOrder(shop, at, 7000 + nth, { object_ref: order(nth), ...ROBBER, ...change });

/**
 * Eighty names are tried; 11, 22 and 33 are entered. The owners of 22 and 44 sign in themselves meanwhile, at home; the owner of 55 does so
 * behind the robber's own address, with a browser.
 */
async function attack(typed: string | null = null) {
  const tries = Array.from({ length: 80 }, (_, i) => i)
    .filter((i) => ![11, 22, 33].includes(i))
    .map((i) => signIn(T + i * SECOND, i));
  const home = (nth: number) => ({ address: `198.51.90.${nth}`, agent: FIREFOX, session: `home-${nth}` });
  const owners = [22, 44].flatMap((nth) => [
    signIn(T + nth * SECOND, nth, { ...ok, ...home(nth), account: account(`c${nth}`) }),
    makeRequest(shop, T + nth * SECOND + 100, { ...home(nth), path: '/assets/shop.css', route_kind: 'asset' }),
    read(T + nth * SECOND + 500, nth + 100, { ...home(nth), account: account(`c${nth}`) }),
  ]);
  const neighbour = { address: ROBBER.address, agent: FIREFOX, session: 'neighbour', account: account('c55') };
  await house.telemetry.insert(org, 'requests', [
    ...makeCustomers(shop, T - 10 * MINUTE, 200, 3 * SECOND),
    ...tries,
    signIn(T + 11 * SECOND, 11, { ...ok, session: 'won-11' }),
    read(T + 90 * SECOND, 11, { session: 'won-11', account: account('c11') }),
    read(T + 91 * SECOND, 111, { session: 'won-11', account: account('c11') }),
    signIn(T + 22 * SECOND, 22, { ...ok, session: 'won-22' }),
    signIn(T + 3 * MINUTE, 22, { ...ok, session: 'won-22b' }),
    signIn(T + 33 * SECOND, 33, { ...ok, session: 'won-33', ...(typed === null ? {} : { tried: typed }) }),
    read(T + 20 * MINUTE, 33, { session: 'won-33', address: '203.0.113.99', agent: 'another' }),
    ...owners,
    signIn(T + 55 * SECOND, 55, { ...ok, ...neighbour }),
    makeRequest(shop, T + 56 * SECOND, { ...neighbour, path: '/assets/shop.css', route_kind: 'asset' }),
    read(T + 57 * SECOND, 155, neighbour),
  ]);
  const events = [
    { at: T + 22 * SECOND + 200, address: ROBBER.address, nth: 22 },
    { at: T + 22 * SECOND + 100, address: '198.51.90.22', nth: 22 },
    { at: T + 44 * SECOND, address: '198.51.90.44', nth: 44 },
  ].map(({ at, address, nth }) => ({
    ...{
      shop_id: shop,
      source_id: 'src_events',
      at: new Date(at),
      received_at: new Date(at),
      name: 'shop.customer.signed_in',
      outcome: '',
    },
    ...{ address, account: account(`c${nth}`), attributes: JSON.stringify({ 'shop.sign_in.name': tried(mail(nth)) }) },
  }));
  await house.telemetry.insert(org, 'application_events', events);
  await runDetection(house, org, shop, 'one', freshMemory());
  const signals = await house.state.inOrg(org, (db) => listSignals(db));
  const signal = signals.find((one) => one.rule === 'stuffing');
  if (signal === undefined) throw new Error('no stuffing was seen');
  return signal;
}

it('lists the accounts that were entered and none that its owner used, with what was read', async () => {
  const signal = await attack();
  const accounts = await readEntered({ telemetry: house.telemetry, org, shop }, findingOf(signal));
  expect(accounts.map(({ reads, ...one }) => ({ ...one, reads: reads.map((row) => row.ref) }))).toEqual([
    {
      ...{ account: account('c11'), tried: tried(mail(11)), by: 'session', sure: 'certain', times: 1, from: [ROBBER.address] },
      ...{ first: T + 11 * SECOND, last: T + 11 * SECOND, reads: [order(11), order(111)] },
    },
    {
      // The owner's own sign-in of the same minute, from home, counts nowhere.
      ...{ account: account('c22'), tried: tried(mail(22)), by: 'application', sure: 'certain', times: 2, from: [ROBBER.address] },
      ...{ first: T + 22 * SECOND, last: T + 3 * MINUTE, reads: [] },
    },
    {
      ...{ account: null, tried: tried(mail(33)), by: 'name', sure: 'certain', times: 1, from: [ROBBER.address] },
      ...{ first: T + 33 * SECOND, last: T + 33 * SECOND, reads: [order(33)] },
    },
  ]);
});

it('opens them with a reason that is written down; the directory names whom only the typed name tells', async () => {
  const signal = await attack();
  await importPeople(house.scope(org, 'owner'), {
    ...{ shop, format: 'ndjson' },
    text: JSON.stringify({ kind: 'order', id: 7033, customer: 'c33', name: 'N', email: mail(33), language: 'de', country: 'DE' }),
  });
  const { csv } = await listEntered(house.scope(org, 'privacy'), { signal: signal.id, purpose });
  expect(
    csv.split('\r\n').map((line) =>
      line
        .split(',')
        .filter((_, nth) => [0, 1, 5, 6, 7].includes(nth))
        .join(' '),
    ),
  ).toEqual([
    'account told-by times from records',
    `c11 session 1 ${ROBBER.address} 2`,
    `c22 application 2 ${ROBBER.address} 0`,
    `c33 directory 1 ${ROBBER.address} 1`,
    '',
  ]);
  await expect(listEntered(house.scope(org, 'engineer'), { signal: signal.id, purpose })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100));
  expect(entries.filter((one) => one.kind === 'detect.entered-list-opened').map((one) => one.payload)).toEqual([
    { signal: signal.id, accounts: 3, purpose },
  ]);
  const sealed = (await readEntered({ telemetry: house.telemetry, org, shop }, findingOf(signal))).map(sealedAccountLine).join('');
  expect(sealed).not.toMatch(/c11|c22|c33|mail\.example/);
  const opened = await openSealedList(house.scope(org, 'privacy'), { text: sealed, purpose });
  expect(opened.csv.split('\r\n').map((line) => line.split(',')[1])).toEqual(['id', 'c11', 'c22', '', undefined]);
});

it('where the log tells no name, the only person behind what was read is named', async () => {
  const signal = await attack('');
  const importOne = (customer: string, id: number) =>
    importPeople(house.scope(org, 'owner'), {
      ...{ shop, format: 'ndjson' },
      text: JSON.stringify({ kind: 'order', id, customer, name: 'N', email: mail(1), language: 'de', country: 'DE' }),
    });
  const third = async () => (await listEntered(house.scope(org, 'privacy'), { signal: signal.id, purpose })).csv.split('\r\n')[3];
  expect(await third()).toMatch(/^,nothing,/);
  await importOne('c33', 7033);
  expect(await third()).toMatch(/^c33,records,/);
});

it('their owners are counted, listed and looked up, by the directory, once each', async () => {
  const signal = await attack();
  const person = (kind: string, id: string | number, nth: number) =>
    JSON.stringify({ kind, id, customer: `c${nth}`, name: 'N', email: mail(nth), language: 'de', country: 'DE', born: '1980-01-01' });
  await importPeople(house.scope(org, 'owner'), {
    ...{ shop, format: 'ndjson' },
    text: [person('order', 7011, 11), person('order', 7111, 11), person('customer', 'c11', 11), person('order', 7033, 33)].join('\n'),
  });
  const scope = house.scope(org, 'privacy');
  const choice = { signal: signal.id };
  // Three records and three accounts: 11 is behind two of both, 33 typed the name behind their order, whose 22 is nobody tells.
  expect(await tellAffected(scope, { choice })).toMatchObject({ people: { atLeast: 3, atMost: 6 }, accountsEntered: 3, asked: null });
  const told = await tellAffected(scope, { choice, purpose });
  expect(told).toMatchObject({ people: { atLeast: 3, atMost: 3 }, asked: { records: 6, known: 2, unknownRecords: 1 } });
  const { csv } = await listPeople(scope, { choice, purpose });
  const lines = csv.split('\r\n').map((line) => line.split(','));
  expect(lines.slice(1, 4).map((line) => [line[0], line[1], line[7]])).toEqual([
    ['c11', '', '3'],
    ['c33', '', '2'],
    ['', 'account c22', '1'],
  ]);
  const look = async (who: string) => (await lookUpPerson(scope, { choice, who, purpose })).answer;
  expect([await look(mail(11)), await look('c33'), await look(mail(22))]).toEqual(['touched', 'touched', 'cannot-exclude']);
  await importPeople(house.scope(org, 'owner'), { ...{ shop, format: 'ndjson' }, text: person('customer', 'c22', 22) });
  expect([await look(mail(22)), await look(mail(44))]).toEqual(['touched', 'not-found']);
  const { batches } = await listTouchedRecords(scope, { signals: [signal.id] });
  const kinds: string[] = [];
  for await (const batch of batches) kinds.push(...batch.map((record) => record.kind));
  expect(kinds).toEqual(['account', 'account', 'unnamed-account', 'order', 'order', 'order']);
});

it('of another finding, and of a campaign that got nowhere, there is none', async () => {
  const signal = await attack();
  const place = { telemetry: house.telemetry, org, shop };
  expect(await readEntered(place, { ...findingOf(signal), rule: 'probing' })).toEqual([]);
  expect(await readEntered({ ...place, org: house.newOrg() }, findingOf(signal))).toEqual([]);
});
