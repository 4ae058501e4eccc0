import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { House, Ports } from '#engines/house.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { importPeople, registerShop, resolvePeople } from '#registry/index.ts';
import { readTouched } from '../read-touched.ts';
import { freshMemory, runDetection } from '../run-detection.ts';
import { findingOf, listSignals, whole } from '../store.ts';
import { makeCustomers, readOrder } from '../testing/make-request.ts';
import { lookUpPerson } from '../verbs/look-up-person.ts';
import { openSealedList } from '../verbs/open-sealed-list.ts';
import { assessAffected } from './assess-affected.ts';
import { assessChosen, takeChoice } from './choice.ts';
import { findLinks } from './find-links.ts';
import { leakOverTime, listRecords } from './list-records.ts';
import { sealedLine } from './sealed-list.ts';

const T = Date.UTC(2026, 4, 4, 10);
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

const sealed = (order: number): string => house.secrets.sealRef(org, 'order', String(order));
const read = (at: number, order: number, who: Parameters<typeof readOrder>[3] = {}) =>
  readOrder(shop, at, order, { ...who, object_ref: sealed(order) });
/** Forty orders from one address with a tool that nobody else uses, among a hundred customers. */
async function attack() {
  const who = { address: '203.0.113.9', agent: 'odd-tool/1', tls: 'ja4-odd' };
  const reads = Array.from({ length: 40 }, (_, i) => read(T + i * SECOND, 1000 + i, i % 10 === 0 ? { ...who, bytes: 0 } : who));
  await house.telemetry.insert(org, 'requests', [...makeCustomers(shop, T - 30 * MINUTE, 100, 10 * SECOND), ...reads]);
  await runDetection(house, org, shop, 'one', freshMemory());
  const [signal] = await house.state.inOrg(org, (db) => listSignals(db));
  if (signal?.reads == null) throw new Error('no signal with reads was raised');
  return { signal, reads: whole(signal.reads) };
}
async function assessChosenFreely(choice: { from: string; to: string; addresses?: string[]; accounts?: string[]; routes?: string[] }) {
  return assessChosen(place(), await house.state.inOrg(org, (db) => takeChoice({ db, house, org }, { shop, ...choice })));
}
const place = () => ({ telemetry: house.telemetry, org, shop, until: house.clock.now() });

it('lists each record once with its routes and how sure it is; the numbers agree with the bounds', async () => {
  const { signal, reads } = await attack();
  const parts = [{ shop, reads }];
  const affected = await assessAffected(place(), [findingOf(signal)]);
  const pages = [];
  for (let from = 0; from < 60; from += 15) pages.push(await listRecords(house.telemetry, org, parts, { from, size: 15 }));
  const listed = pages.flat();
  expect(new Set(listed.map((row) => row.ref)).size).toBe(40);
  expect(listed).toHaveLength(affected.records);
  expect(listed.filter((row) => row.sure === 'certain')).toHaveLength(36);
  expect(listed.filter((row) => row.sure === 'likely')).toHaveLength(4);
  expect(listed[0]).toMatchObject({ kind: 'order', routes: ['/account/orders/{order}'], times: 1, sure: 'certain' });
  const leak = await leakOverTime(house.telemetry, org, parts, MINUTE);
  expect(leak.at(-1)?.[1]).toBe(40);
  expect(leak.every(([, records], nth) => nth === 0 || records >= (leak[nth - 1]?.[1] ?? 0))).toBe(true);
});

it('a free choice by address, route and time finds the same records, and only those', async () => {
  const { reads } = await attack();
  const clerk = { address: '198.51.100.20', account: house.secrets.sealRef(org, 'account', 'clerk@shop.example') };
  await house.telemetry.insert(org, 'requests', [read(T, 5001, clerk), read(T + SECOND, 5002, clerk)]);
  const span = { from: new Date(T - DAY).toISOString(), to: new Date(T + DAY).toISOString() };
  const chosen = (addresses: string[], routes: string[], accounts: string[] = []) =>
    assessChosenFreely({ ...span, addresses, routes, accounts });
  expect(await chosen(['203.0.113.9'], [])).toMatchObject({ records: 40, kinds: [{ kind: 'order', certain: 36, likely: 4 }] });
  expect(await chosen(['203.0.113.9'], ['/account/'])).toMatchObject({ records: 40 });
  expect(await chosen(['203.0.113.9'], ['/api/'])).toMatchObject({ records: 0 });
  expect(await chosen(['203.0.113.8/30'], [])).toMatchObject({ records: 40 });
  expect(await chosen(['203.0.113.12/30', '2001:db8::/32'], [])).toMatchObject({ records: 0 });
  expect(await chosen([], [], ['clerk@shop.example'])).toMatchObject({ records: 2 });
  expect(await chosen(['203.0.113.9'], [], ['clerk@shop.example'])).toMatchObject({ records: 0 });
  await expect(chosen(['not one!'], [])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  const everybody = await chosen([], []);
  expect(everybody.records).toBeGreaterThan(40);
  expect(reads.from >= span.from).toBe(true);
});

it('what a choice names and nothing stored knows is said to be so, and where nothing is stored nobody can tell', async () => {
  await attack();
  const hours = (from: number, to: number) => ({
    from: new Date(T + from * HOUR).toISOString(),
    to: new Date(T + to * HOUR).toISOString(),
  });
  const codes = async (choice: Parameters<typeof assessChosenFreely>[0]) => {
    const { people, reasons } = await assessChosenFreely(choice);
    return [people.atMost, ...reasons.map(({ code, values }) => (code === 'unmet' ? values.word : code))];
  };
  const during = hours(-0.4, 0.4);
  expect(await codes({ ...during, addresses: ['192.0.2.1'] })).toEqual([0, 'addresses', 'gaps-unknown']);
  expect(await codes({ ...during, accounts: ['nobody'], routes: ['/nowhere'] })).toEqual([0, 'accounts', 'routes', 'gaps-unknown']);
  expect(await codes({ ...during, addresses: ['203.0.113.9'], routes: ['/nowhere'] })).toEqual([0, 'routes', 'gaps-unknown']);
  expect(await codes(hours(-800, -700))).toEqual([null, 'nothing-stored']);
  expect(await codes(hours(-20, 1))).toEqual([null, 'nobody-asked', 'no-size', 'gaps-unknown', 'source-began-later']);
  expect(await codes(hours(30, 40))).toEqual([null, 'nothing-stored', 'gaps-unknown']);
});

it('the same tool from elsewhere is offered, customers with everybody’s browser are not', async () => {
  const { reads } = await attack();
  const again = { address: '198.51.99.7', agent: 'odd-tool/1', tls: 'ja4-odd' };
  await house.telemetry.insert(
    org,
    'requests',
    Array.from({ length: 5 }, (_, i) => read(T + 20 * MINUTE + i * MINUTE, 3000 + i, again)),
  );
  expect(await findLinks(place(), reads)).toMatchObject([
    { strength: 2, why: ['agent', 'tls'], candidate: { addresses: ['198.51.99.7'], records: 5 } },
  ]);
});

it('the list leaves sealed, and opens only here, for the same organisation, with a reason that is written down', async () => {
  const { reads } = await attack();
  let list = '';
  for await (const batch of readTouched(house.telemetry, org, [{ shop, reads }])) list += batch.map(sealedLine).join('');
  expect(list.trimEnd().split('\n')).toHaveLength(40);
  expect(list).not.toMatch(/"10[0-3]\d"/);
  const privacy = house.scope(org, 'privacy');
  const { csv } = await openSealedList(privacy, { text: list, purpose: 'The authority asked for the numbers.' });
  expect(
    csv
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[1])
      .sort(),
  ).toEqual(Array.from({ length: 40 }, (_, i) => String(1000 + i)).sort());
  const refused = (scope: typeof privacy, text: string) => openSealedList(scope, { text, purpose: 'The authority asked for the numbers.' });
  await expect(refused(house.scope(house.newOrg(), 'privacy'), list)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(refused(privacy, `${list}{"kind":"order"}`)).rejects.toThrow(/line 41/);
  await expect(refused(house.scope(org, 'engineer'), list)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100));
  expect(entries.filter((one) => one.kind === 'detect.sealed-list-opened').map((one) => one.payload)).toEqual([
    { records: 40, purpose: 'The authority asked for the numbers.' },
  ]);
});

it('one person is looked up by mail or number, with a reason that is written down and without their name', async () => {
  const { signal } = await attack();
  const privacy = house.scope(org, 'privacy');
  const ask = (who: string) => lookUpPerson(privacy, { choice: { signal: signal.id }, who, purpose: 'She asked us by mail on Monday.' });
  const lines = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({
      kind: 'order',
      id: String(1000 + i),
      customer: `c${i % 20}`,
      name: `N ${i % 20}`,
      email: `p${i % 20}@mail.example`,
      language: 'de',
      country: 'DE',
    }),
  );
  expect(await ask('P7@mail.example')).toMatchObject({ answer: 'cannot-exclude', unknown: 40 });
  await importPeople(house.scope(org, 'owner'), { shop, format: 'ndjson', text: lines.join('\n') });
  expect(await ask('P7@mail.example')).toMatchObject({ answer: 'touched', unknown: 0, records: [{ kind: 'order' }, { kind: 'order' }] });
  expect(await ask('c7')).toMatchObject({ answer: 'touched' });
  expect(await ask('stranger@mail.example')).toMatchObject({ answer: 'not-found', records: [] });
  // Beside the forty a list was taken that says of nobody whose it was.
  const list = { path: '/admin/export', route: '/admin/export', route_kind: 'export', object_ref: '', object_kind: 'order', bytes: 90_000 };
  await house.telemetry.insert(org, 'requests', [
    readOrder(shop, T + HOUR / 4, 0, { address: '203.0.113.9', agent: 'odd-tool/1', ...list }),
  ]);
  await runDetection(house, org, shop, 'one', freshMemory());
  const exported = (await house.state.inOrg(org, (db) => listSignals(db))).find(({ rule }) => rule === 'bulk-export');
  if (exported === undefined) throw new Error('no export was raised');
  const asked = { choice: { signal: exported.id }, who: 'stranger@mail.example', purpose: 'She asked us by mail on Monday.' };
  expect(await lookUpPerson(privacy, asked)).toMatchObject({ answer: 'cannot-exclude', records: [] });
  await expect(
    lookUpPerson(house.scope(org, 'engineer'), { choice: { signal: signal.id }, who: 'c7', purpose: 'just curious, really' }),
  ).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  const entries = (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100))).filter(
    (one) => one.kind === 'detect.person-looked-up',
  );
  expect(entries).toHaveLength(5);
  expect(JSON.stringify(entries)).not.toMatch(/p7@|"c7"|stranger/i);
});
