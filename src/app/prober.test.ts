import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import { registerShop } from '#registry/index.ts';
import { addCheck, addPlace, listChecks, removePlace, startWatching } from '#steps/watch/index.ts';
import { type OpenProber, openProber } from './open-prober.ts';
import { type ServedProbers, serveProbers } from './testing/serve-probers.ts';

let house: TestHouse;
let shop: Server;
let shopUrl: string;
let bell: ServedProbers;
let asked = 0;
const status = new Map<string, number>();

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    resolver: openResolver(),
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
  }));
  shop = createServer((request, response) => {
    asked += 1;
    const told = status.get(request.url ?? '') ?? 200;
    // -1: every second time.
    response.writeHead(told === -1 ? (asked % 2 === 0 ? 500 : 200) : told).end();
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}`;
  bell = await serveProbers(house);
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  bell.close();
  shop.close();
});

async function openPlace(confirms: boolean) {
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  const { shop: id } = await registerShop(scope, {
    ...{ name: 'Shop', url: shopUrl, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  const { place, token } = await addPlace(scope, { name: 'Office', confirms });
  const folder = join(house.folder, `prober-${place}`);
  const start = (): Promise<OpenProber> => openProber({ folder, logLevel: 'silent' });
  const prober = await openProber({ folder, to: bell.url, token, logLevel: 'silent' });
  return { scope, shop: id, place, token, folder, start, prober };
}

const standing = async (scope: Scope, name: string) =>
  (await house.state.inOrg(scope.org, (db) => listChecks(db, scope.org))).find((check) => check.name === name)?.standing;
const stateOf = async (scope: Scope, name: string) => (await standing(scope, name))?.state;
const looksOf = async (scope: Scope) =>
  (
    await house.telemetry.query<{ n: number; gap: number }>(
      scope.org,
      `select count() as n, max(gap) as gap from (select dateDiff('millisecond', lagInFrame(at) over (order by at), at) as gap
       from @measurements where at > now() - interval 1 hour) where gap < 600000`,
      {},
    )
  )[0];

describe('a prober elsewhere', () => {
  it('looks at what is its own, with secrets, and tells what it sees', async () => {
    const { scope, shop: id, place, token, prober, folder } = await openPlace(false);
    const target = { kind: 'http' as const, url: `${shopUrl}/inside?key={{key}}`, conditions: ['status is 200'] };
    await addCheck(scope, { shop: id, name: 'inside', target, everyMs: 1_000, place, secrets: { key: 's3cret' } });
    await expect.poll(() => stateOf(scope, 'inside'), { timeout: 10_000 }).toBe('up');
    status.set('/inside?key=s3cret', 500);
    await expect.poll(() => stateOf(scope, 'inside'), { timeout: 10_000 }).toBe('down');
    status.clear();
    await expect.poll(() => stateOf(scope, 'inside'), { timeout: 10_000 }).toBe('up');
    // The token was for once, and a key of nobody opens nothing.
    await expect(openProber({ folder: `${folder}-2`, to: bell.url, token, logLevel: 'silent' })).rejects.toMatchObject({
      code: 'PROBER_REFUSED',
    });
    const stranger = await fetch(`${bell.url}in/prober/sync`, {
      method: 'POST',
      body: '{}',
      headers: { accept: 'application/json', authorization: `Bearer ${scope.org}.x` },
    });
    expect(stranger.status).toBe(401);
    await expect(removePlace(scope, { place })).rejects.toMatchObject({ code: 'CONFLICT' });
    await prober.stop();
  });

  it('tells what comes and goes, and goes on weighing it after a restart', async () => {
    const { scope, shop: id, place, prober, start } = await openPlace(false);
    status.set('/flaps', -1);
    await addCheck(scope, { shop: id, name: 'flaps', target: { kind: 'http', url: `${shopUrl}/flaps` }, everyMs: 1_000, place });
    const flapping = async () => (await standing(scope, 'flaps'))?.flapping ?? null;
    await expect.poll(flapping, { timeout: 30_000 }).not.toBeNull();
    const since = (await flapping())?.since;
    await prober.stop();
    const again = await start();
    await house.clock.sleep(4_000);
    expect((await flapping())?.since).toEqual(since);
    status.clear();
    await expect.poll(flapping, { timeout: 40_000 }).toBeNull();
    await again.stop();
  });

  it('goes on looking while it is cut off; meanwhile nobody says fine, and afterwards nothing is missing', {
    timeout: 90_000,
  }, async () => {
    const { scope, shop: id, place, prober, start } = await openPlace(false);
    await addCheck(scope, { shop: id, name: 'cut', target: { kind: 'http', url: `${shopUrl}/cut` }, everyMs: 1_000, place });
    const end = await startWatching(house);
    await expect.poll(() => stateOf(scope, 'cut'), { timeout: 10_000 }).toBe('up');
    bell.isCut = true;
    await house.clock.sleep(4_000);
    // It is stopped and started while it is cut off: what it saw lies on its disk.
    await prober.stop();
    const again = await start();
    house.advance(31_000);
    await expect.poll(async () => (await standing(scope, 'cut'))?.reason, { timeout: 10_000 }).toMatch(/nothing is heard from Office/);
    expect(await stateOf(scope, 'cut')).toBe('unknown');
    bell.isCut = false;
    await expect.poll(() => stateOf(scope, 'cut'), { timeout: 30_000 }).toBe('up');
    await house.clock.sleep(1_500);
    expect((await looksOf(scope))?.n).toBeGreaterThanOrEqual(5);
    await again.stop();
    await end();
  });

  it('is asked before something is called down: not for everybody is not down', async () => {
    const { scope, shop: id, prober } = await openPlace(true);
    const end = await startWatching(house, {});
    await addCheck(scope, { shop: id, name: 'both', target: { kind: 'http', url: `${shopUrl}/both` }, everyMs: 1_000 });
    await expect.poll(() => stateOf(scope, 'both'), { timeout: 10_000 }).toBe('up');
    status.set('/both', 503);
    await expect.poll(() => stateOf(scope, 'both'), { timeout: 15_000 }).toBe('down');
    expect((await standing(scope, 'both'))?.reason).toBe('answered 503 (so it is from Office)');
    status.clear();
    await expect.poll(() => stateOf(scope, 'both'), { timeout: 10_000 }).toBe('up');
    await prober.stop();
    await end();
  });
});
