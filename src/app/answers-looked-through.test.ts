import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { freshMemory, runDetection } from '#steps/detect/run-detection.ts';
import { listSignals } from '#steps/detect/store.ts';
import { runInspection, startInspection } from '#steps/inspect/index.ts';
import { addCheck, addPlace, listChecks, startWatching } from '#steps/watch/index.ts';
import { openProber } from './open-prober.ts';
import { serveProbers } from './testing/serve-probers.ts';

vi.setConfig({ testTimeout: 120_000 });

const PEOPLE = ['anna.nowak@poczta.pl', 'piotr.zielony@wp.pl', 'ewa.mala@onet.pl', 'iga.wielka@gmail.com'];
const FOOT = '<footer>Kontakt: gwiazdka.sklep@gmail.com, tel. 603 918 274, NIP 526-000-12-46, noreply@kurier.pl</footer>';

let house: TestHouse;
let server: Server;
let url: string;
let asked = 0;
let showsPesel = true;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '/').split('?', 1)[0];
  const send = (type: string, body: string) => response.writeHead(200, { 'content-type': type }).end(body);
  if (path === '/api/orders') send('application/json', JSON.stringify(PEOPLE.map((email, id) => ({ id, billing: { email } }))));
  else if (path === '/api/admin/orders') send('application/json', JSON.stringify(PEOPLE.map((email) => ({ customer: { email } }))));
  else if (path === '/api/login') send('application/json', JSON.stringify({ token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' }));
  // A cache that gives one customer what it kept of another.
  else if (path === '/api/me')
    send('application/json', JSON.stringify({ customer: { email: asked++ < 1 ? 'test.klient@poczta.pl' : PEOPLE[0] } }));
  else if (path === '/orders/') send('text/html', `<h1>Zamówienia</h1><p>${showsPesel ? 'PESEL 44051401359' : ''}</p>${FOOT}`);
  else if (path === '/kontakt') send('text/html', `<h1>Kontakt</h1>${FOOT}`);
  else send('text/html', `<h1>Sklep</h1><a href="/kontakt">Kontakt</a><script>fetch('/orders/')</script>${FOOT}`);
}

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    resolver: openResolver(),
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    browser: openBrowser({ cacheFolder: folder }),
    ports: { isControlled: async () => true, ownNames: async () => [] } as never,
  }));
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  server.close();
});

async function openShop() {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Gwiazdka', url, platform: 'generic', allowPrivate: true, timeZone: 'Europe/Warsaw', country: 'PL' },
    ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
  });
  return { org, shop };
}

const stored = (org: OrgId) =>
  house.telemetry.query<{ kind: string; field: string; route: string }>(
    org,
    'select kind, field, route from @sightings group by kind, field, route order by field, kind, route',
  );

async function told(org: OrgId, shop: ShopId) {
  house.advance(MINUTE);
  await runDetection(house, org, shop, 'one', freshMemory());
  return (await house.state.inOrg(org, (db) => listSignals(db)))
    .filter(({ rule }) => rule === 'personal-data')
    .map(({ title, level, facts, succeeded }) => ({ title, level, succeeded, place: facts.place, values: facts.values }))
    .sort((a, b) => (String(a.place) < String(b.place) ? -1 : 1));
}

const SHOWS = 'The shop shows other people’s data to whoever asks';

it('what checks are given of other people becomes a signal; the shop’s own contact, the test’s own person and a program’s right do not', async () => {
  house.setNow(new Date());
  const { org, shop } = await openShop();
  const owner = house.scope(org, 'owner');
  const target = (path: string) => ({ kind: 'http', url: url + path }) as const;
  for (const path of ['/', '/kontakt', '/orders/', '/api/orders'])
    await addCheck(owner, { shop, name: path, target: target(path), everyMs: 1_000 });
  await addCheck(owner, {
    ...{ shop, name: 'admin', everyMs: 1_000, secrets: { key: 'Zx9-abcdef-word' } },
    target: { ...target('/api/admin/orders'), headers: { authorization: 'Bearer {{key}}' } },
  });
  await addCheck(owner, {
    ...{ shop, name: 'sign in', everyMs: 1_000, secrets: { mail: 'test.klient@poczta.pl', word: 'Zx9-klient' } },
    target: {
      kind: 'api',
      steps: [
        { name: 'in', url: `${url}/api/login`, method: 'POST', body: 'email={{mail}}&password={{word}}', keep: { token: 'json $.token' } },
        { name: 'me', url: `${url}/api/me`, headers: { authorization: 'Bearer {{token}}' } },
      ],
    },
  });
  const end = await startWatching(house);
  await expect
    .poll(async () => (await stored(org)).filter(({ field }) => field === 'answer.json.customer.email').length, { timeout: 60_000 })
    .toBe(1);
  await expect.poll(async () => (await stored(org)).length, { timeout: 60_000 }).toBeGreaterThan(6);
  await end();
  expect(await told(org, shop)).toEqual([
    { title: SHOWS, level: 'high', succeeded: 'yes', place: 'json.customer.email · GET /api/me', values: 1 },
    { title: SHOWS, level: 'high', succeeded: 'yes', place: 'json[].billing.email · GET /api/orders', values: 4 },
    { title: SHOWS, level: 'high', succeeded: 'yes', place: 'page · GET /orders/', values: 1 },
  ]);
  const rows = JSON.stringify(await house.telemetry.query(org, 'select * from @sightings'));
  expect(rows).not.toMatch(/poczta|44051401359|@/);
});

it('a prober elsewhere looks through answers too; while it is cut off nothing of them lies on its disk', async () => {
  house.setNow(new Date());
  const { org, shop } = await openShop();
  const bell = await serveProbers(house);
  const { place, token } = await addPlace(house.scope(org), { name: 'Office', confirms: false });
  const folder = join(house.folder, 'prober');
  const prober = await openProber({ folder, to: bell.url, token, logLevel: 'silent' });
  const add = (path: string) =>
    addCheck(house.scope(org, 'owner'), { shop, name: path, target: { kind: 'http', url: url + path }, everyMs: 1_000, place });
  await add('/kontakt');
  await add('/api/orders');
  const kinds = async () => (await stored(org)).map(({ kind }) => kind);
  await expect.poll(kinds, { timeout: 30_000 }).toContain('email');
  showsPesel = false;
  await add('/orders/');
  const lastLook = async () =>
    (await house.state.inOrg(org, (db) => listChecks(db, org))).find(({ name }) => name === '/orders/')?.standing.state;
  await expect.poll(lastLook, { timeout: 30_000 }).toBe('up');
  bell.isCut = true;
  showsPesel = true;
  await wait(4_000);
  const kept = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  expect(kept.length).toBeGreaterThan(1);
  for (const { parentPath, name } of kept) expect(await readFile(join(parentPath, name), 'utf8')).not.toMatch(/44051401359|poczta/);
  bell.isCut = false;
  expect(await kinds()).not.toContain('pesel');
  await expect.poll(kinds, { timeout: 30_000 }).toContain('pesel');
  await prober.stop();
  bell.close();
  expect(await told(org, shop)).toEqual([
    { title: SHOWS, level: 'high', succeeded: 'yes', place: 'json[].billing.email · GET /api/orders', values: 4 },
    { title: SHOWS, level: 'high', succeeded: 'yes', place: 'page · GET /orders/', values: 1 },
  ]);
});

it('a journey and an inspection see what scripts of pages are given', async () => {
  house.setNow(new Date());
  const { org, shop } = await openShop();
  const file = `import { test } from '@playwright/test';
test('front', async ({ page }) => { await page.goto('/', { waitUntil: 'networkidle' }); });`;
  await addCheck(house.scope(org, 'owner'), { shop, name: 'front', target: { kind: 'journey', url: `${url}/`, file }, everyMs: 60_000 });
  const end = await startWatching(house);
  await expect.poll(async () => (await stored(org)).some(({ kind }) => kind === 'pesel'), { timeout: 90_000 }).toBe(true);
  await end();
  expect(await told(org, shop)).toMatchObject([{ title: SHOWS, place: 'page · GET /orders/', values: 1 }]);

  const other = await openShop();
  const { run } = await startInspection(house.scope(other.org), { shop: other.shop, queue: false });
  await runInspection(house.scope(other.org), run, { perSecond: 1_000 });
  const seen = await stored(other.org);
  expect(seen).toContainEqual({ kind: 'email', field: 'answer.own', route: 'GET /kontakt' });
  expect(await told(other.org, other.shop)).toMatchObject([{ title: SHOWS, place: 'page · GET /orders/', values: 1 }]);
});
