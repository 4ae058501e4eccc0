import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import { registerShop } from '#registry/index.ts';
import { addCheck, changeCheck, startWatching } from './index.ts';
import { listChecks } from './store.ts';

let house: TestHouse;
let server: Server;
let url: string;
let sick = new Set<string>();
/** How long the gateway takes to answer. */
let slowMs = 0;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    resolver: openResolver(),
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
  }));
  server = createServer((request, response) => {
    const what = (request.url ?? '').slice(1);
    const answer = () => response.writeHead(sick.has('gateway') || sick.has(what) ? 500 : 200).end(request.headers.authorization ?? '');
    setTimeout(answer, what === 'gateway' ? slowMs : 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  server.close();
});

async function openShop() {
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  const { shop } = await registerShop(scope, {
    ...{ name: 'Shop', url, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  return { scope, shop };
}

const checksOf = (scope: Scope) => house.state.inOrg(scope.org, (db) => listChecks(db, scope.org));

async function outages(scope: Scope) {
  const entries = await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000));
  return entries
    .filter((entry) => entry.kind === 'watch.state-changed')
    .map((entry) => entry.payload as { name: string; from: string; to: string; behind?: string })
    .filter(({ to }) => to === 'down')
    .map(({ name, from, behind }) => `${name} ${from}→down${behind === undefined ? '' : ' behind'}`);
}

describe('a check that depends on another', () => {
  it('wakes nobody while that one is down, and somebody when it stays down alone', async () => {
    const { scope, shop } = await openShop();
    const add = (name: string, dependsOn: `chk_${string}`[] = []) =>
      addCheck(scope, { shop, name, target: { kind: 'http', url: `${url}${name}` }, everyMs: 1_000, dependsOn });
    const gateway = await add('gateway');
    await Promise.all(['cart', 'pay'].map((name) => add(name, [gateway.check])));
    const end = await startWatching(house);
    const states = async () => (await checksOf(scope)).map((check) => `${check.name} ${check.standing.state}`).join();
    await expect.poll(states, { timeout: 10_000 }).toBe('cart up,gateway up,pay up');
    sick = new Set(['gateway']);
    await expect.poll(states, { timeout: 20_000 }).toBe('cart down,gateway down,pay down');
    expect((await outages(scope)).sort()).toEqual(['cart up→down behind', 'gateway up→down', 'pay up→down behind']);
    sick = new Set(['pay']);
    await expect.poll(states, { timeout: 20_000 }).toBe('cart up,gateway up,pay down');
    await expect.poll(async () => (await outages(scope)).at(-1), { timeout: 30_000 }).toBe('pay down→down');
    await end();
    sick = new Set();
    expect((await checksOf(scope)).every((check) => check.behind === null)).toBe(true);
  });
});

describe('a check that depends on one that is looked at seldom', () => {
  it('has it asked at once, and waits for its answer however slow it is', { timeout: 90_000 }, async () => {
    const { scope, shop } = await openShop();
    const add = (name: string, everyMs: number, dependsOn: `chk_${string}`[] = []) =>
      addCheck(scope, { shop, name, target: { kind: 'http', url: `${url}${name}` }, everyMs, dependsOn });
    const gateway = await add('gateway', 3_600_000);
    const proxy = await add('proxy', 3_600_000, [gateway.check]);
    await add('cart', 1_000, [proxy.check]);
    const end = await startWatching(house);
    const states = async () => (await checksOf(scope)).map((check) => `${check.name} ${check.standing.state}`).join();
    await expect.poll(states, { timeout: 15_000 }).toBe('cart up,gateway up,proxy up');
    slowMs = 3_000;
    sick = new Set(['gateway']);
    await expect.poll(states, { timeout: 40_000 }).toBe('cart down,gateway down,proxy down');
    const [first, ...others] = await outages(scope);
    expect([first, ...others.sort()]).toEqual(['gateway up→down', 'cart up→down behind', 'proxy up→down behind']);
    slowMs = 0;
    sick = new Set();
    await end();
  });

  it('and is down by itself when that one answers', async () => {
    const { scope, shop } = await openShop();
    const add = (name: string, everyMs: number, dependsOn: `chk_${string}`[] = []) =>
      addCheck(scope, { shop, name, target: { kind: 'http', url: `${url}${name}` }, everyMs, dependsOn });
    const { check } = await add('host', 3_600_000);
    await add('pay', 1_000, [check]);
    const end = await startWatching(house);
    sick = new Set(['pay']);
    await expect.poll(() => outages(scope), { timeout: 30_000 }).toEqual(['pay unknown→down']);
    sick = new Set();
    await end();
  });
});

describe('a check that is changed', () => {
  it('keeps its secrets only where they went before', async () => {
    const { scope, shop } = await openShop();
    const target = { kind: 'http', url, headers: { authorization: 'Bearer {{token}}' }, conditions: ['body contains "s3cret"'] } as const;
    const { check } = await addCheck(scope, {
      shop,
      name: 'api',
      target: { ...target, conditions: [...target.conditions] },
      secrets: { token: 's3cret' },
      everyMs: 1_000,
    });
    const settings = { check, name: 'api', everyMs: 1_000 };
    const changed = (more: object, secrets: Record<string, string> | null = null) =>
      changeCheck(scope, { ...settings, target: { ...target, conditions: [...target.conditions], ...more }, secrets });
    expect(await changed({})).toMatchObject({ changed: false });
    expect(await changed({ maxMs: 500 })).toMatchObject({ changed: true });
    await expect(changed({ url: 'https://elsewhere.example/' })).rejects.toMatchObject({ code: 'SECRETS_NEEDED' });
    await expect(changeCheck(scope, { ...settings, target: { kind: 'tcp', host: 'h', port: 1 } })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    const end = await startWatching(house);
    const standing = async () => (await checksOf(scope))[0]?.standing;
    await expect.poll(async () => (await standing())?.state, { timeout: 10_000 }).toBe('up');
    expect(await changed({ conditions: ['body contains "other"'] }, { token: 'other' })).toMatchObject({ changed: true });
    await expect.poll(async () => (await standing())?.state, { timeout: 10_000 }).toBe('up');
    await end();
    const entries = await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000));
    expect(JSON.stringify(entries)).not.toMatch(/s3cret|"other"/);
  });
});
