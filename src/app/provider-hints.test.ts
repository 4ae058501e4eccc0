import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { type Delivery, startDelivery } from '#engines/ledger/start-delivery.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { HOUR } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import * as respond from '#steps/respond/index.ts';
import { routes as respondRoutes } from '#steps/respond/routes.tsx';
import { addCheck, closeWork, listChecks, planWork, setStatusPage, startWatching, takeGlance } from '#steps/watch/index.ts';
import { routes as watchRoutes } from '#steps/watch/routes.tsx';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makePorts } from './make-ports.ts';

let house: TestHouse;
let delivery: Delivery;
let server: Server;
let url: string;
let indicator = 'none';
let isShopUp = true;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    resolver: openResolver(),
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
    ports: makePorts(() => house),
  }));
  delivery = await startDelivery(house, respond.reactions);
  server = createServer((request, response) => {
    if (!request.url?.endsWith('summary.json')) return response.writeHead(isShopUp ? 200 : 500).end();
    const incident = { name: 'Card payments fail', created_at: '2026-11-30T03:12:00Z', components: [] };
    const status = { indicator, description: indicator === 'none' ? 'All Systems Operational' : 'Major Outage' };
    return response.end(JSON.stringify({ status, components: [], incidents: indicator === 'none' ? [] : [incident] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await delivery.stop();
  await house[Symbol.asyncDispose]();
  server.close();
});

const told = async (org: OrgId) => (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000))).map(({ kind }) => kind);
const pageOf = async (org: OrgId, path: string) => {
  const rooms = { '/respond': respondRoutes(), '/watch': watchRoutes() };
  const html = await (await serveRooms(productFiles, () => house.scope(org, 'owner'), rooms).request(path)).text();
  return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
};

test('what a provider says of itself opens nothing and excuses nothing, and stands beside what is open', async () => {
  const org = house.newOrg();
  const scope = house.scope(org);
  const person = { name: 'Shop', address: 'care@shop.example' };
  const { shop } = await registerShop(scope, {
    ...{ name: 'Shop', url, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  const target = { kind: 'provider-status', provider: 'stripe', url } as const;
  const hint = await addCheck(scope, { shop, name: 'Stripe itself', target, everyMs: 1_000 });
  const pay = { kind: 'http', url: `${url}/pay` } as const;
  await addCheck(scope, { shop, name: 'pay', target: pay, everyMs: 1_000, dependsOn: [hint.check] });
  const page = { shop, slug: 'the-shop', language: 'en', published: true, useOrders: false } as const;
  await expect(setStatusPage(scope, { ...page, checks: [{ part: 'paying', check: hint.check }] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });

  const end = await startWatching(house);
  const states = async () =>
    (await house.state.inOrg(org, (db) => listChecks(db, org))).map((check) => `${check.name} ${check.standing.state}`).join();
  await expect.poll(states, { timeout: 10_000 }).toBe('Stripe itself up,pay up');
  indicator = 'major';
  await expect.poll(states, { timeout: 20_000 }).toBe('Stripe itself down,pay up');
  const said = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
  expect(said.filter(({ kind }) => kind === 'watch.state-changed').at(-1)?.payload).toMatchObject({ to: 'down', hint: true });
  const glance = await takeGlance(scope, (name) => name);
  expect(glance.needs).toEqual([]);
  expect(await pageOf(org, `/watch/checks/${hint.check}`)).toContain(
    'Stripe says: Major Outage, since 2026-11-30 03:12 UTC: Card payments fail. Only a hint: it wakes nobody.',
  );

  const { work } = await planWork(scope, {
    shop,
    from: house.clock.now(),
    to: new Date(house.clock.now().getTime() + HOUR),
    why: 'a test',
  });
  const before = await told(org);
  await closeWork(scope, { work });
  expect((await told(org)).slice(before.length)).toEqual(['watch.work-closed']);

  isShopUp = false;
  await expect.poll(states, { timeout: 30_000 }).toBe('Stripe itself down,pay down');
  const incidents = async () => {
    const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
    return entries.flatMap(({ kind, payload }) =>
      kind === 'respond.incident-opened' ? [payload as { incident: string; title: string }] : [],
    );
  };
  await expect.poll(async () => (await incidents()).map(({ title }) => title), { timeout: 20_000 }).toEqual(['pay: answered 500']);
  await end();
  const [incident] = await incidents();
  expect(await pageOf(org, `/respond/incidents/${incident?.incident}`)).toContain(
    'What providers say themselves Stripe says: Major Outage, since 2026-11-30 03:12 UTC: Card payments fail noticed',
  );
});
