import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import type { JourneyRun } from '#engines/journeys/types.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addMs, HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addCheck, changeCheck, startWatching } from '../index.ts';
import type { OrderStep, OrderSystem } from '../orders/order-words.ts';
import { readFlow } from '../orders/read-flow.ts';
import { readRhythm } from '../orders/read-rhythm.ts';
import { orderKeys, stepRow } from '../orders/step-row.ts';
import { routes } from '../routes.tsx';
import { listChecks } from '../store.ts';
import { keepRun } from './keep-run.ts';
import { noteOrder, proveOrders } from './prove-orders.ts';
import { listRuns, readRun } from './store.ts';

vi.setConfig({ testTimeout: 60_000 });

let house: TestHouse;
let server: Server;
let url: string;
let greeting = 'Welcome';
let controlled = true;

const file = `import { expect, test } from '@playwright/test';
test('the front', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('h1')).toHaveText('Welcome', { timeout: 500 });
});
`;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    resolver: openResolver(),
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
    browser: openBrowser({ cacheFolder: folder }),
    ports: { isControlled: async () => controlled } as never,
  }));
  server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>${greeting}</h1>`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  server.close();
});

async function openCheck() {
  const org = house.newOrg();
  const scope = house.scope(org);
  const { shop } = await registerShop(scope, {
    ...{ name: 'Shop', url, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    contact: { name: 'Shop', address: 'care@shop.example', phone: '555' },
    privacyContact: { name: 'Officer', address: 'officer@shop.example' },
  });
  const { check } = await addCheck(scope, { shop, name: 'front', target: { kind: 'journey', url, file }, everyMs: MINUTE });
  const read = () => house.state.inOrg(org, (db) => listRuns(db, org, check));
  const one = async () => (await house.state.inOrg(org, (db) => listChecks(db, org)))[0];
  return { org, scope, shop, check, read, one };
}

describe('a journey as a check', () => {
  it('is up, is down with a picture and a trace to look at, and each is on its page', async () => {
    const { org, scope, check, read, one } = await openCheck();
    let stop = await startWatching(house);
    await expect.poll(async () => (await one())?.standing.state, { timeout: 30_000 }).toBe('up');
    await stop();
    expect((await one())?.standing.reason).toMatch(/^2 steps in/);
    greeting = 'Closed';
    stop = await startWatching(house);
    await expect.poll(async () => (await one())?.standing.state, { timeout: 30_000 }).toBe('down');
    await stop();
    greeting = 'Welcome';
    expect((await one())?.standing.reason).toMatch(/line 4: .*Expected: "Welcome".*Received: "Closed"/);
    const [last] = await read();
    const run = last ? await house.state.inOrg(org, (db) => readRun(db, org, last.id)) : null;
    expect(run?.files.map(({ title, media }) => [title, media])).toEqual([
      ['failed', 'image/jpeg'],
      ['trace', 'application/zip'],
    ]);
    const app = serveRooms(productFiles, () => scope, { '/watch': routes() });
    const html = await (await app.request(`/watch/checks/${check}`)).text();
    expect(html).toContain(`/watch/journeys/${last?.id}`);
    const shown = await (await app.request(`/watch/journeys/${last?.id}`)).text();
    expect(shown).toContain('front failed on');
    expect(shown).toContain('Received: &quot;Closed&quot;');
    const picture = await app.request(`/watch/journeys/${last?.id}/0.jpg`);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
    expect((await app.request(`/watch/journeys/${last?.id}/1.zip`)).headers.get('content-disposition')).toContain('trace.zip');
    expect((await app.request(`/watch/journeys/${last?.id}/9.jpg`)).status).toBe(404);
    const strange = serveRooms(productFiles, () => house.scope(house.newOrg()), { '/watch': routes() });
    expect((await strange.request(`/watch/journeys/${last?.id}`)).status).toBe(404);
    expect((await strange.request(`/watch/journeys/${last?.id}/0.jpg`)).status).toBe(404);
  });

  it('waits for proof that the shop is its owner’s', async () => {
    controlled = false;
    const { one } = await openCheck();
    const stop = await startWatching(house);
    await expect.poll(async () => (await one())?.standing.reason, { timeout: 20_000 }).toMatch(/wait for proof/);
    expect((await one())?.standing.state).toBe('unknown');
    await stop();
    controlled = true;
  });

  it('refuses what cannot be read, and looks that follow each other too fast', async () => {
    const { scope, shop, check } = await openCheck();
    const target = { kind: 'journey', url, file: 'import "fs";' } as const;
    await expect(addCheck(scope, { shop, name: 'x', target, everyMs: MINUTE })).rejects.toMatchObject({ code: 'JOURNEY_INVALID' });
    const fast = { check, name: 'x', target: { kind: 'journey', url } as const, everyMs: 30_000 };
    await expect(changeCheck(scope, fast)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringMatching(/60 s/) });
  });

  it('keeps one that went well an hour, the last twenty others, and nothing for more than thirty days', async () => {
    const { one, read } = await openCheck();
    const check = await one();
    if (!check) throw new Error('there is no check');
    const run: JourneyRun = {
      ...{ outcome: 'passed', reason: 'fine', failed: null, tests: ['it'], ms: 5, steps: [], requests: [], complaints: [], told: {} },
      shots: [{ title: 'end', at: 1, jpeg: new Uint8Array([1, 2]) }],
      trace: null,
    };
    const start = new Date('2026-11-01T00:00:00Z');
    for (const minutes of [0, 5, 59]) await keepRun(house, check, addMs(start, minutes * MINUTE), run);
    expect((await read()).map(({ at }) => at)).toEqual([start]);
    await keepRun(house, check, addMs(start, 2 * HOUR), run);
    expect((await read()).map(({ at }) => at)).toEqual([addMs(start, 2 * HOUR)]);
    for (let nth = 0; nth < 23; nth += 1) await keepRun(house, check, addMs(start, 3 * HOUR + nth * MINUTE), { ...run, outcome: 'failed' });
    const kept = await read();
    expect(kept.filter(({ outcome }) => outcome === 'failed')).toHaveLength(20);
    expect(kept.filter(({ outcome }) => outcome === 'passed')).toHaveLength(1);
    await keepRun(house, check, addMs(start, 31 * 24 * HOUR), { ...run, outcome: 'unknown' });
    expect((await read()).map(({ outcome }) => outcome)).toEqual(['unknown']);
  });
});

/** What somebody else told of an order. */
async function tell(org: OrgId, shop: string, order: string, ...told: readonly (readonly [OrderSystem, OrderStep])[]) {
  const at = house.clock.now();
  const rest = {
    at: at.getTime(),
    amount: 500,
    currency: 'EUR',
    theirs: '',
    method: '',
    carrier: '',
    country: '',
    device: '',
    delivery: '',
    part: '',
    notBefore: 0,
  };
  const rows = told.map(([toldBy, step]) =>
    stepRow({ shop, source: '', receivedAt: at, keys: orderKeys(house, org) }, { order, toldBy, step, ...rest }),
  );
  await house.telemetry.insert(org, 'order_steps', rows);
}

describe('a test order', () => {
  it('is no business, and is proven by what others tell of it', async () => {
    const { org, scope, shop, check } = await openCheck();
    const proves = ['shop placed', 'erp'];
    await changeCheck(scope, { check, name: 'front', target: { kind: 'journey', url, file, mayOrder: true, proves }, everyMs: MINUTE });
    const [kept] = await house.state.inOrg(org, (db) => listChecks(db, org));
    if (!kept) throw new Error('there is no check');
    const now = house.clock.now();
    await tell(org, shop, 'T-100', ['shop', 'placed']);
    await tell(org, shop, '4711', ['shop', 'placed'], ['erp', 'exported']);
    await noteOrder(house, kept, now, '#T-100');
    const place = { telemetry: house.telemetry, org, shop, from: now.getTime() - HOUR, to: now.getTime() + HOUR };
    expect((await readFlow(place)).flow.placed).toBe(1);
    expect(
      (await readRhythm(place))
        .find(({ key }) => key.name === 'shop placed')
        ?.hours.values()
        .toArray(),
    ).toEqual([1]);
    expect(await proveOrders(house, kept)).toBeNull();
    house.setNow(addMs(now, 16 * MINUTE));
    expect(await proveOrders(house, kept)).toMatch(/is not proven after 15 min: nobody told erp$/);
    await tell(org, shop, 'T-100', ['erp', 'exported']);
    expect(await proveOrders(house, kept)).toBeNull();
  });
});
