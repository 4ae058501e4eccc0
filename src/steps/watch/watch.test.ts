import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { sensibleChecks } from './checks/sensible-checks.ts';
import { addCheck, pauseCheck, recordBeat, removeCheck, startWatching, takeGlance } from './index.ts';
import { routes } from './routes.tsx';
import { listChecks } from './store.ts';

let house: TestHouse;
let server: Server;
let url: string;
let status = 200;
let stop: (() => Promise<void>) | null = null;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    resolver: openResolver(),
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
  }));
  server = createServer((_request, response) => response.writeHead(status).end('welcome to the shop'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  await stop?.();
  await house[Symbol.asyncDispose]();
  server.close();
});

async function openShop() {
  const org = house.newOrg();
  const scope = house.scope(org);
  const { shop } = await registerShop(scope, {
    name: 'Shop',
    url,
    platform: 'generic',
    allowPrivate: true,
    timeZone: 'UTC',
    country: 'PL',
    contact: { name: 'Shop', address: 'care@shop.example', phone: '555' },
    privacyContact: { name: 'Officer', address: 'officer@shop.example' },
  });
  return { org, scope, shop };
}

async function states(org: OrgId): Promise<string[]> {
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
  return entries
    .filter((entry) => entry.kind === 'watch.state-changed')
    .map((entry) => entry.payload as { from: string; to: string })
    .map(({ from, to }) => `${from}→${to}`);
}

const stateOf = async (org: OrgId) => (await house.state.inOrg(org, (db) => listChecks(db, org)))[0]?.standing.state;

describe('watching', () => {
  it('says up, confirms down, says up again, and keeps every look', async () => {
    const { org, scope, shop } = await openShop();
    const { check } = await addCheck(scope, { shop, name: 'home', target: { kind: 'http', url, contains: 'welcome' }, everyMs: 1_000 });
    stop = await startWatching(house);
    await expect.poll(() => stateOf(org), { timeout: 8_000 }).toBe('up');
    status = 500;
    await expect.poll(() => stateOf(org), { timeout: 8_000 }).toBe('down');
    status = 200;
    await expect.poll(() => stateOf(org), { timeout: 8_000 }).toBe('up');
    expect(await states(org)).toEqual(['unknown→up', 'up→down', 'down→up']);
    await stop();
    stop = null;
    const rows = await house.telemetry.query<{ state: string; n: number }>(
      org,
      'select state, count() as n from @measurements where check_id = {check:String} group by state order by state',
      { check },
    );
    expect(rows.map((row) => row.state)).toEqual(['down', 'up']);
    expect(rows.find((row) => row.state === 'down')?.n).toBeGreaterThanOrEqual(2);
    const app = serveRooms(productFiles, () => scope, { '/watch': routes() });
    const front = await (await app.request('/watch')).text();
    expect(front).toContain('<h1>The one check is fine</h1>');
    expect(front).toContain('status-bars');
    const html = await (await app.request(`/watch/checks/${check}`)).text();
    expect(html).toContain('home is up');
    expect(html).toContain('up → down');
    expect(html).toContain('First byte');
    expect((await app.request('/watch/checks/chk_00000000000000000000000000')).status).toBe(404);
    expect((await takeGlance(scope, (key) => key)).shops).toMatchObject([{ tone: 'ok' }]);
    const form = (fields: Record<string, string>) => ({
      method: 'POST',
      body: new URLSearchParams({ shop, name: 'new', seconds: '60', ...fields }),
    });
    const wrong = await app.request('/watch/checks', form({ kind: 'tcp', 'target-host': 'no port' }));
    expect(wrong.status).toBe(400);
    expect((await app.request('/watch/checks', form({ kind: 'tcp', 'target-host': 'localhost', 'target-port': '80' }))).status).toBe(303);
    expect(await (await app.request('/watch/checks', form({ kind: 'heartbeat', 'target-period': '60' }))).text()).toContain(
      `/in/beat/${org}.`,
    );
  });

  it('says that nobody watched after a restart with a gap, and what it sees then', async () => {
    const { org, scope, shop } = await openShop();
    await addCheck(scope, { shop, name: 'home', target: { kind: 'http', url }, everyMs: 1_000 });
    let end = await startWatching(house);
    await expect.poll(() => stateOf(org), { timeout: 8_000 }).toBe('up');
    await end();
    house.advance(120_000);
    end = await startWatching(house);
    await expect.poll(() => states(org), { timeout: 8_000 }).toEqual(['unknown→up', 'up→unknown', 'unknown→up']);
    await end();
  });

  it('is unknown, not down, when a witness cannot be reached either', async () => {
    const { org, scope, shop } = await openShop();
    await addCheck(scope, { shop, name: 'port', target: { kind: 'tcp', host: '127.0.0.1', port: 1 }, everyMs: 1_000 });
    const end = await startWatching(house, { witnesses: [{ host: '127.0.0.1', port: 2 }] });
    const reason = async () => (await house.state.inOrg(org, (db) => listChecks(db, org)))[0];
    await expect.poll(async () => (await reason())?.standing.lastAt ?? null, { timeout: 8_000 }).not.toBeNull();
    await end();
    expect((await reason())?.standing.state).toBe('unknown');
    expect(await states(org)).toEqual([]);
  });

  it('is looked at by one process only', async () => {
    const { org, scope, shop } = await openShop();
    const { check } = await addCheck(scope, { shop, name: 'home', target: { kind: 'http', url }, everyMs: 1_000 });
    const [one, two] = await Promise.all([startWatching(house), startWatching(house)]);
    await house.clock.sleep(3_500);
    await Promise.all([one(), two()]);
    const rows = await house.telemetry.query<{ n: number }>(org, 'select count() as n from @measurements where check_id = {check:String}', {
      check,
    });
    expect(rows[0]?.n).toBeGreaterThanOrEqual(2);
    expect(rows[0]?.n).toBeLessThanOrEqual(4);
  });

  it('takes beats by their secret token only, and a pause makes the state unknown', async () => {
    const { org, scope, shop } = await openShop();
    const { check, token } = await addCheck(scope, { shop, name: 'export', target: { kind: 'heartbeat', period: 60 } });
    expect(await recordBeat(house, token ?? '')).toBe(true);
    expect(await recordBeat(house, `${org}.guess`)).toBe(false);
    expect(await recordBeat(house, 'nonsense')).toBe(false);
    const end = await startWatching(house);
    await expect.poll(() => stateOf(org), { timeout: 8_000 }).toBe('up');
    await end();
    await pauseCheck(scope, { check, paused: true });
    expect(await stateOf(org)).toBe('unknown');
    await removeCheck(scope, { check });
    expect(await stateOf(org)).toBeUndefined();
    await expect(removeCheck(scope, { check })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('a new shop gets its sensible checks', () => {
  expect(sensibleChecks('Shop', 'https://shop.example.com').map((check) => check.target.kind)).toEqual(['http', 'tls', 'dns']);
  expect(sensibleChecks('Shop', 'http://localhost:3000').map((check) => check.target.kind)).toEqual(['http']);
});

it('beats that come at once are each answered for themselves, durable when they are', async () => {
  const { org, scope, shop } = await openShop();
  const added = await Promise.all(
    Array.from({ length: 20 }, (_, nth) => addCheck(scope, { shop, name: `job ${nth}`, target: { kind: 'heartbeat', period: 60 } })),
  );
  const tokens = added.map(({ token }) => token ?? '');
  const sent = Array.from({ length: 200 }, (_, nth) => (nth % 10 === 9 ? `${org}.stranger-${nth}` : (tokens[nth % 20] ?? '')));
  const other = house.newOrg();
  const known = await Promise.all([...sent, `${other}.${tokens[0]?.split('.')[1]}`, 'nonsense'].map((token) => recordBeat(house, token)));
  expect(known).toEqual([...sent.map((token) => tokens.includes(token)), false, false]);
  const beaten = (await house.state.inOrg(org, (db) => listChecks(db, org))).filter((check) => check.beats.okAt !== null);
  expect(beaten.map((check) => check.name).sort()).toEqual(
    [...new Set(sent.filter((token) => tokens.includes(token)).map((token) => `job ${tokens.indexOf(token)}`))].sort(),
  );
});
