import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import { registerShop } from '#registry/index.ts';
import { addCheck, addPlace, listChecks } from '#steps/watch/index.ts';
import { journeyTables } from '#steps/watch/journeys/store.ts';
import { makePorts } from './make-ports.ts';
import { openProber } from './open-prober.ts';
import { type ServedProbers, serveProbers } from './testing/serve-probers.ts';

const FILE = `import { test, expect } from '@playwright/test';
import { shop } from 'shopbell';
test('the shelf', async ({ page }) => {
  await test.step('${'a step whose name is very long '.repeat(6)}', async () => { await page.goto('/'); });
  await expect(page.getByRole('heading')).toHaveText('Blue cup', { timeout: 1_000 });
  await shop.tell('order', process.env.ORDER ?? '');
});`;

let house: TestHouse;
let shop: Server;
let shopUrl: string;
let bell: ServedProbers;
let heading = 'Blue cup';

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    resolver: openResolver(),
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
    ports: makePorts(() => house),
  }));
  shop = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(`<h1>${heading}</h1>`));
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}`;
  bell = await serveProbers(house);
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  bell.close();
  shop.close();
});

const standing = async (scope: Scope) => (await house.state.inOrg(scope.org, (db) => listChecks(db, scope.org)))[0]?.standing;
const runsOf = (scope: Scope) =>
  house.state.inOrg(scope.org, async (db) => ({
    runs: await journeyTables(db).selectFrom('watch_journey_runs').selectAll().orderBy('at').execute(),
    files: await journeyTables(db).selectFrom('watch_journey_files').selectAll().execute(),
    orders: await journeyTables(db).selectFrom('watch_journey_orders').selectAll().execute(),
  }));

it('a journey made at a place brings its pictures, its trace and its test order here, also those of a time when it was cut off', {
  timeout: 180_000,
}, async () => {
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  const { shop: id } = await registerShop(scope, {
    ...{ name: 'Shop', url: shopUrl, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  const { place, token } = await addPlace(scope, { name: 'Office', confirms: false });
  const folder = join(house.folder, 'prober');
  const prober = await openProber({ folder, to: bell.url, token, logLevel: 'silent' });
  const target = { kind: 'journey' as const, url: shopUrl, file: FILE, mayOrder: true, proves: ['erp'], provesMinutes: 1 };
  await addCheck(scope, { shop: id, name: 'shelf', target, everyMs: 60_000, failures: 1, place, secrets: { ORDER: '900417' } });

  await expect.poll(async () => (await standing(scope))?.state, { timeout: 60_000, interval: 500 }).toBe('up');
  await expect.poll(async () => (await runsOf(scope)).runs.length, { timeout: 20_000 }).toBe(1);
  const first = await runsOf(scope);
  expect(first.runs[0]).toMatchObject({ outcome: 'passed', failed: null });
  expect(first.files.map(({ media }) => media)).toContain('image/jpeg');
  expect(first.files[0]?.bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  expect(first.orders).toHaveLength(1);

  // Nobody is heard: what the next journey sees waits on disk, and comes with the prober that is started anew.
  heading = 'Out of stock';
  bell.isCut = true;
  const waiting = () => readdirSync(join(folder, 'unsent-journeys')).filter((name) => name.endsWith('.json')).length;
  await expect.poll(waiting, { timeout: 100_000, interval: 500 }).toBe(1);
  await prober.stop();
  bell.isCut = false;
  const again = await openProber({ folder, logLevel: 'silent' });
  await expect.poll(async () => (await runsOf(scope)).runs.length, { timeout: 60_000, interval: 500 }).toBe(2);
  const { runs, files } = await runsOf(scope);
  expect(runs[1]).toMatchObject({ outcome: 'failed', failed: 'the shelf' });
  expect(files.map(({ media }) => media)).toContain('application/zip');
  await expect.poll(async () => (await standing(scope))?.state, { timeout: 20_000 }).toBe('down');
  expect(waiting()).toBe(0);
  await again.stop();
});
