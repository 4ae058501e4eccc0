import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { House, Ports } from '#engines/house.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { DAY, MINUTE } from '#kernel/time.ts';
import { importPeople, registerShop, resolvePeople } from '#registry/index.ts';
import { makeRequest, readOrder } from '../testing/make-request.ts';
import { countPeople } from '../verbs/count-people.ts';
import { listPeople } from '../verbs/list-people.ts';

/** 15 June 2026, two minutes before midnight in Berlin. */
const T = Date.UTC(2026, 5, 15, 21, 58);
const ROBBER = { address: '203.0.113.66', agent: 'tool' };
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
  house.setNow(new Date(T + DAY));
  ({ shop } = await registerShop(house.scope(org, 'owner'), {
    ...{ name: 'Shop', url: 'https://shop.example', platform: 'generic', allowPrivate: false, timeZone: 'Europe/Berlin' },
    ...{ country: 'DE', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  }));
  // The log reaches back to where the choice begins.
  await house.telemetry.insert(org, 'requests', [makeRequest(shop, T - DAY)]);
});

const purpose = 'The authority asked on Monday.';
const choice = () => ({
  shop,
  from: new Date(T - DAY).toISOString(),
  to: new Date(T + DAY).toISOString(),
  addresses: [ROBBER.address],
  routes: [],
});
const read = (order: number, at = T, change: Parameters<typeof readOrder>[3] = {}) =>
  readOrder(shop, at, order, { ...ROBBER, object_ref: house.secrets.sealRef(org, 'order', String(order)), bytes: 3000 + order, ...change });
const person = (order: number, customer: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({ kind: 'order', id: order, customer, name: 'N', email: 'n@mail.example', language: 'de', country: 'DE', ...more });
const importAll = (lines: readonly string[]) => importPeople(house.scope(org, 'owner'), { shop, format: 'ndjson', text: lines.join('\n') });
const groups = async () => {
  const { groups: all, ...rest } = await countPeople(house.scope(org, 'privacy'), { choice: choice(), purpose });
  return { ...rest, ...Object.fromEntries(all.map((one) => [one.group, one])) };
};

it('counts minors by their age where and when their record was read; nobody’s birth date is stored', async () => {
  // One minute before midnight and one after: who turns 18 on the 16th is a minor in the first only.
  await house.telemetry.insert(org, 'requests', [
    ...[1, 2, 3, 4].map((order) => read(order)),
    ...[5, 6].map((order) => read(order, T + 4 * MINUTE)),
    read(7),
    read(7, T + 4 * MINUTE),
  ]);
  await importAll([
    person(1, 'c1', { born: '2008-06-16' }),
    person(2, 'c2', { born: '2008-06-15' }),
    person(3, 'c3', { born: '' }),
    person(4, 'c4', { born: '1970-01-01' }),
    person(5, 'c5', { born: '2008-06-16' }),
    person(6, 'c6', { born: '2008-06-17' }),
    person(7, 'c7', { born: '2008-06-16' }),
  ]);
  expect(await groups()).toMatchObject({
    ...{ records: 7, known: 7, unknownRecords: 0, people: { atLeast: 7, atMost: 7 } },
    minor: { answer: 'some', atLeast: 3, atMost: 4, unknown: 1, because: [{ code: 'some-birth-dates', values: { count: 1 } }] },
    'protected-address': { answer: 'unknown', atMost: 7, unknown: 7, because: [{ code: 'no-marks' }] },
  });
});

it('of a shop that tells nothing everything is unknown; a record of nobody known may be one more', async () => {
  await house.telemetry.insert(org, 'requests', [read(1), read(2), read(3)]);
  await importAll([person(1, 'c1'), person(2, 'c1')]);
  expect(await groups()).toMatchObject({
    ...{ records: 3, known: 1, unknownRecords: 1, people: { atLeast: 1, atMost: 2 } },
    minor: { answer: 'unknown', atLeast: 0, atMost: 2, unknown: 2, because: [{ code: 'no-birth-dates' }, { code: 'not-in-directory' }] },
  });
});

it('goods, flags and what the shop says that it tells', async () => {
  await house.telemetry.insert(org, 'requests', [read(1), read(2), read(3)]);
  const tells = ['protected-address'];
  await importAll([
    person(1, 'c1', { goods: ['lamps', 'Health > Eyes'], flags: ['protected-address'], tells }),
    person(2, 'c2', { goods: ['lamps'], tells }),
    person(3, 'c3', { goods: ['erotic'], tells }),
  ]);
  expect(await groups()).toMatchObject({
    'protected-address': { answer: 'some', atLeast: 1, atMost: 1, unknown: 0, because: [] },
    'health-inferring-goods': { answer: 'some', atLeast: 1, atMost: 3, unknown: 2 },
    'special-category-goods': { answer: 'some', atLeast: 1, atMost: 3, unknown: 2 },
  });
});

it('the list has one line a person, exact, and says why it was opened', async () => {
  await house.telemetry.insert(org, 'requests', [
    read(1),
    read(1, T + MINUTE, { categories: ['name'] }),
    read(2, T + 2 * MINUTE, { categories: ['bank-account'], bytes: 0 }),
    read(3),
    readOrder(shop, T, 1, { address: '198.51.100.9', object_ref: house.secrets.sealRef(org, 'order', '1') }),
  ]);
  await importAll([person(1, '=c1', { born: '2010-01-01' }), person(2, '=c1', { born: '2010-01-01' })]);
  const at = (minutes: number) => new Date(T + minutes * MINUTE).toISOString();
  const { csv } = await listPeople(house.scope(org, 'privacy'), { choice: choice(), purpose });
  expect(csv.split('\r\n')).toEqual([
    'customer,record-of-unknown,categories,first,last,times,sure,records,protected-address,minor,health-inferring-goods,special-category-goods',
    `'=c1,,name email postal-address order-contents bank-account,${at(0)},${at(2)},3,certain,2,unknown,yes,unknown,unknown`,
    `,order 3,name email postal-address order-contents,${at(0)},${at(0)},1,certain,1,unknown,unknown,unknown,unknown`,
    '',
  ]);
  await expect(listPeople(house.scope(org, 'engineer'), { choice: choice(), purpose })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(listPeople(house.scope(org, 'privacy'), { choice: choice(), purpose: 'why not' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100));
  expect(entries.filter((one) => one.kind === 'detect.affected-list-opened').map((one) => one.payload)).toEqual([
    { signal: null, people: 1, unknown: 1, purpose },
  ]);
});
