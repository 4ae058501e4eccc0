import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { type Delivery, startDelivery } from '#engines/ledger/start-delivery.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { HOUR } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import * as respond from '#steps/respond/index.ts';
import { routes as respondRoutes } from '#steps/respond/routes.tsx';
import { addCheck, closeWork, listChecks, planWork, startWatching, takeGlance } from '#steps/watch/index.ts';
import { routes as watchRoutes } from '#steps/watch/routes.tsx';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makePorts } from './make-ports.ts';

let house: TestHouse;
let delivery: Delivery;
let server: Server;
let url: string;
let flaps = true;
const asked = new Map<string, number>();

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    resolver: openResolver(),
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
    mailer: await openMailer({ folder: join(folder, 'mail') }),
    ports: makePorts(() => house),
  }));
  delivery = await startDelivery(house, respond.reactions);
  server = createServer(({ url: path = '' }, response) => {
    const nth = (asked.get(path) ?? 0) + 1;
    asked.set(path, nth);
    response.writeHead(flaps && nth % 2 === 0 ? 500 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await delivery.stop();
  await house[Symbol.asyncDispose]();
  server.close();
});

async function openShop() {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url, platform: 'practice', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
  });
  await addCheck(house.scope(org, 'owner'), { shop, name: 'home', target: { kind: 'http', url: `${url}/${org}` }, everyMs: 1_000 });
  return { org, shop };
}

const kindsOf = async (org: OrgId) =>
  (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000)))
    .map(({ kind }) => kind)
    .filter((kind) => /flapping|incident/.test(kind));
const comes = async (org: OrgId) => (await house.state.inOrg(org, (db) => listChecks(db, org)))[0]?.standing.flapping ?? null;
const textOf = async (org: OrgId, path: string) => {
  const rooms = { '/respond': respondRoutes(), '/watch': watchRoutes() };
  const html = await (await serveRooms(productFiles, () => house.scope(org, 'owner'), rooms).request(path)).text();
  return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
};

test('what comes and goes is one incident over a restart, is shown as such, and recovers when it is quiet', {
  timeout: 120_000,
}, async () => {
  const { org } = await openShop();
  flaps = true;
  let end = await startWatching(house);
  await expect.poll(() => comes(org), { timeout: 30_000 }).toMatchObject({ minutes: 1 });
  expect((await comes(org))?.changes).toBeGreaterThanOrEqual(5);
  await end();
  end = await startWatching(house);
  await expect.poll(() => kindsOf(org), { timeout: 10_000 }).toEqual(['watch.flapping-began', 'respond.incident-opened']);
  expect(await textOf(org, '/respond')).toMatch(/home: comes and goes, \d changes in 1 minute/);
  expect(await textOf(org, '/watch')).toContain('One check comes and goes');
  const [check] = await house.state.inOrg(org, (db) => listChecks(db, org));
  const page = await textOf(org, `/watch/checks/${check?.id}`);
  expect(page).toMatch(/home comes and goes \d changes in one minute, first at/);
  expect(page).toMatch(/began to come and go: \d changes in one minute/);
  const app = serveRooms(productFiles, () => house.scope(org, 'owner'), { '/watch': watchRoutes() });
  // One bar an hour: two when the hour turned meanwhile.
  expect(await (await app.request('/watch')).text()).toMatch(/\b[12] coming and going/);
  const glance = await takeGlance(house.scope(org), (key) => key);
  expect(glance).toMatchObject({ badge: { count: 1 }, needs: [{ title: 'watch.need.flapping' }], shops: [{ tone: 'bad' }] });
  flaps = false;
  await expect.poll(() => comes(org), { timeout: 60_000 }).toBeNull();
  await expect
    .poll(() => kindsOf(org), { timeout: 10_000 })
    .toEqual(['watch.flapping-began', 'respond.incident-opened', 'watch.flapping-ended', 'respond.incident-noted']);
  expect(await textOf(org, '/watch')).toContain('The one check is fine');
  await end();
});

test('during planned work it wakes nobody, and somebody when it still comes and goes at the end', async () => {
  const { org, shop } = await openShop();
  flaps = true;
  const from = house.clock.now();
  const scope = house.scope(org, 'owner');
  const { work } = await planWork(scope, { shop, from, to: new Date(from.getTime() + HOUR), why: 'a release' });
  const end = await startWatching(house);
  await expect.poll(() => kindsOf(org), { timeout: 30_000 }).toEqual(['watch.flapping-began']);
  await closeWork(scope, { work });
  await expect
    .poll(() => kindsOf(org), { timeout: 10_000 })
    .toEqual(['watch.flapping-began', 'watch.flapping-began', 'respond.incident-opened']);
  await end();
});
