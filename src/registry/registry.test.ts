import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { TouchedRecord } from '#kernel/people.ts';
import {
  addSource,
  changeShop,
  createOrganisation,
  findKey,
  findShop,
  importPeople,
  listShops,
  listSources,
  makeKey,
  registerShop,
  removeSource,
  resolvePeople,
  revokeKey,
} from './index.ts';
import { registryTables } from './tables.ts';

const brass = {
  name: 'Brass & Paper',
  url: 'https://brass.example',
  allowPrivate: false,
  timeZone: 'Europe/Warsaw',
  country: 'PL',
  contact: { name: 'Brass & Paper', address: 'care@brass.example' },
  privacyContact: { name: 'Privacy', address: 'privacy@brass.example' },
};

async function withShop(house: TestHouse, extra: Partial<typeof brass> = {}) {
  const org = house.newOrg();
  await createOrganisation(house.scope(org), { name: 'Brass' });
  const { shop } = await registerShop(house.scope(org, 'owner'), { ...brass, ...extra });
  return { org, shop };
}

function record(house: TestHouse, org: OrgId, kind: string, id: string): TouchedRecord {
  return { kind, ref: house.secrets.sealRef(org, kind, id), categories: ['name'], first: new Date(), last: new Date(), times: 1 };
}

test('a postal address that stood where letters come from is shown as one; other changes stay possible, and a mail address mends it', async () => {
  await using house = await openTestHouse();
  const { org, shop } = await withShop(house);
  const before = JSON.stringify({ name: 'Brass', address: 'Copper Lane 1', phone: '' });
  await house.state.inOrg(org, (db) => registryTables(db).updateTable('shops').set({ contact: before }).execute());
  const contact = () => house.state.inOrg(org, async (db) => (await findShop(db, shop)).contact);
  expect(await contact()).toEqual({ name: 'Brass', address: '', postal: 'Copper Lane 1', phone: '' });
  const change = (to: Parameters<typeof changeShop>[1]['change']) => changeShop(house.scope(org, 'owner'), { shop, change: to });
  await change({ name: 'Brass again' });
  expect(await contact()).toMatchObject({ address: '', postal: 'Copper Lane 1' });
  await change({ contact: { name: 'Brass', address: 'care@brass.example', postal: 'Copper Lane 1' } });
  expect(await contact()).toEqual({ name: 'Brass', address: 'care@brass.example', phone: '', postal: 'Copper Lane 1' });
});

test('two organisations do not see each other', async () => {
  await using house = await openTestHouse();
  const a = await withShop(house);
  const b = await withShop(house);
  expect(await house.state.inOrg(a.org, (db) => listShops(db))).toHaveLength(1);
  await expect(house.state.inOrg(a.org, (db) => findShop(db, b.shop))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(changeShop(house.scope(a.org, 'owner'), { shop: b.shop, change: { name: 'Mine' } })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(makeKey(house.scope(a.org, 'owner'), { name: 'k', permissions: ['look'], shop: b.shop })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('a shop: address once, private only when allowed, changes name what changed', async () => {
  await using house = await openTestHouse();
  const { org, shop } = await withShop(house);
  const owner = house.scope(org, 'owner');
  await expect(registerShop(owner, brass)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(registerShop(owner, { ...brass, url: 'http://10.0.0.8' })).rejects.toMatchObject({ code: 'TARGET_PRIVATE' });
  await expect(registerShop(owner, { ...brass, url: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(registerShop(house.scope(org, 'viewer'), brass)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  expect(
    await changeShop(owner, { shop, change: { name: 'Brass', platform: 'woocommerce', directoryKey: 'secret-of-directory' } }),
  ).toEqual({
    changed: ['name', 'platform', 'directoryKey'],
  });
  expect(await changeShop(owner, { shop, change: { name: 'Brass' } })).toEqual({ changed: [] });
  expect(await house.state.inOrg(org, (db) => findShop(db, shop))).toMatchObject({
    name: 'Brass',
    platform: 'woocommerce',
    timeZone: 'Europe/Warsaw',
  });
});

test('sources: a file must be readable and is followed once', async () => {
  await using house = await openTestHouse();
  const { org, shop } = await withShop(house);
  const owner = house.scope(org, 'owner');
  const path = join(house.folder, 'access.log');
  await expect(addSource(owner, { kind: 'file', shop, name: 'log', path })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(addSource(owner, { kind: 'file', shop, name: 'log', path: house.folder })).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
  await expect(addSource(owner, { kind: 'file', shop, name: 'log', path: 'access.log' })).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
  writeFileSync(path, '');
  const { source } = await addSource(owner, { kind: 'file', shop, name: 'log', path });
  await expect(addSource(owner, { kind: 'file', shop, name: 'log', path })).rejects.toMatchObject({ code: 'CONFLICT' });
  await addSource(owner, { kind: 'otlp', shop, name: 'shop app' });
  expect((await house.state.inOrg(org, (db) => listSources(db, shop))).map((row) => [row.kind, row.path])).toEqual([
    ['file', path],
    ['otlp', null],
  ]);
  await removeSource(owner, { source });
  await expect(removeSource(owner, { source })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('an API key is found by its text only, and not once it is revoked', async () => {
  await using house = await openTestHouse();
  const { org, shop } = await withShop(house);
  const owner = house.scope(org, 'owner');
  const { key, text, source } = await makeKey(owner, { name: 'collector', permissions: ['send-telemetry'], shop });
  expect(await findKey(house.state, text)).toEqual({ org, key, shop, source, role: 'sender', permissions: ['send-telemetry'] });
  expect(await house.state.inOrg(org, (db) => listSources(db))).toMatchObject([{ id: source, kind: 'http', name: 'collector' }]);
  await expect(makeKey(owner, { name: 'k', permissions: ['send-telemetry'] })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  const wrong = `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`;
  for (const bad of [wrong, '', 'sb_', `${text}x`, text.replace(org.slice(4), house.newOrg().slice(4))]) {
    expect(await findKey(house.state, bad)).toBeNull();
  }
  const stored = await house.state.everywhere((db) =>
    db.withTables<{ api_keys: { hash: string } }>().selectFrom('api_keys').selectAll().execute(),
  );
  expect(JSON.stringify(stored)).not.toContain(text.slice(-43));
  await revokeKey(owner, { key: key });
  expect(await findKey(house.state, text)).toBeNull();
});

interface Directory extends AsyncDisposable {
  readonly url: string;
  readonly asked: { kind: string; ids: string[] }[];
}

async function startDirectory(answer: (ids: string[], response: ServerResponse, call: number) => void): Promise<Directory> {
  const asked: { kind: string; ids: string[] }[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    if (request.headers.authorization !== 'Bearer k-1') return response.writeHead(401).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    asked.push(body);
    return answer(body.ids, response, asked.length);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/people`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const card = (id: string) => ({
  id,
  customer: `c${id}`,
  name: `Customer ${id}`,
  email: `c${id}@mail.example`,
  language: 'pl',
  country: 'PL',
  flags: [],
});

async function withDirectory(house: TestHouse, url: string) {
  const made = await withShop(house, { allowPrivate: true });
  await changeShop(house.scope(made.org, 'owner'), { shop: made.shop, change: { directoryUrl: url, directoryKey: 'k-1' } });
  return made;
}

test('the directory is asked in batches, again after a failure, and what it does not know is unknown', async () => {
  await using house = await openTestHouse(() => ({ http: openHttpClient() }));
  await using directory = await startDirectory((ids, response, call) => {
    if (call === 1) return response.writeHead(503).end();
    const known = ids.filter((id) => id !== '700');
    return response.end(JSON.stringify({ people: known.map(card), unknown: ids.filter((id) => id === '700') }));
  });
  const { org, shop } = await withDirectory(house, directory.url);
  const records = Array.from({ length: 1_100 }, (_, i) => record(house, org, 'order', String(i)));
  const { people, unknown } = await resolvePeople(house, org, shop, [...records, ...records.slice(0, 5)]);
  expect(directory.asked.map((question) => question.ids.length)).toEqual([500, 500, 500, 100]);
  expect(people.size).toBe(1_099);
  expect(people.get(house.secrets.sealRef(org, 'order', '17'))?.email).toBe('c17@mail.example');
  expect(unknown).toEqual([house.secrets.sealRef(org, 'order', '700')]);
});

test('a directory that is down or talks nonsense is an error, never an empty list', async () => {
  await using house = await openTestHouse(() => ({ http: openHttpClient() }));
  await using broken = await startDirectory((_ids, response) => response.writeHead(500).end());
  await using odd = await startDirectory((_ids, response) => response.end('{"people":{}}'));
  const owner = await withDirectory(house, broken.url);
  const records = [record(house, owner.org, 'order', '1')];
  const ask = () => resolvePeople(house, owner.org, owner.shop, records);
  await expect(ask()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN', details: { records: 1 } });
  const change = (url: string) => changeShop(house.scope(owner.org, 'owner'), { shop: owner.shop, change: { directoryUrl: url } });
  await change(odd.url);
  await expect(ask()).rejects.toMatchObject({ code: 'DIRECTORY_ANSWER_INVALID' });
  await change('http://127.0.0.1:1/people');
  await expect(ask()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
});

test('an imported list answers for a shop without a directory, and lies sealed in the table', async () => {
  await using house = await openTestHouse();
  const { org, shop } = await withShop(house);
  const text = 'kind,id,customer,name,email,language,country,flags\norder,1,c1,Ada One,ada@mail.example,en,GB,minor\n';
  expect(await importPeople(house.scope(org, 'engineer'), { shop, format: 'csv', text })).toEqual({ records: 1 });
  expect(await importPeople(house.scope(org, 'engineer'), { shop, format: 'csv', text: text.replace('Ada One', 'Ada Two') })).toEqual({
    records: 1,
  });
  const { people, unknown } = await resolvePeople(house, org, shop, [record(house, org, 'order', '1'), record(house, org, 'order', '2')]);
  expect([...people.values()]).toMatchObject([{ name: 'Ada Two', flags: ['minor'] }]);
  expect(unknown).toHaveLength(1);
  const stored = await house.state.everywhere((db) =>
    db.withTables<{ imported_people: { card: string } }>().selectFrom('imported_people').selectAll().execute(),
  );
  expect(JSON.stringify(stored)).not.toContain('Ada');
});
