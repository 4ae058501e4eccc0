import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { defineJobs, startInspection } from '../index.ts';
import { routes } from '../routes.tsx';
import { inspectTables } from '../store.ts';
import { noteNight } from '../verbs/note-night.ts';
import { nightOf, turnsOf } from './night-times.ts';
import { closeNights, planShops, takeTurn } from './run-night.ts';

let house: TestHouse;
const servers: Server[] = [];
const asked: string[] = [];
beforeAll(async () => {
  house = await openTestHouse((folder) => ({ http: openHttpClient(), browser: openBrowser({ cacheFolder: folder }) }));
  defineJobs(house);
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  for (const server of servers) server.close();
});

const NIGHT = '2026-12-01';
const at = (time: string) => new Date(`${NIGHT}T${time}:00Z`);

async function serveShop(): Promise<string> {
  const server = createServer((request, response) => {
    asked.push(request.headers.host ?? '');
    return request.url === '/' ? response.end('<title>Shop</title>') : response.writeHead(404).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function newShops(scope: Scope, count: number): Promise<ShopId[]> {
  const shops: ShopId[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const contact = { name: 'Care', address: 'care@shop.example', phone: '555' };
    const { shop } = await registerShop(scope, {
      ...{ name: `Shop ${nth}`, url: await serveShop(), platform: 'generic' },
      ...{ allowPrivate: true, timeZone: 'UTC', country: 'PL', contact, privacyContact: contact },
    });
    shops.push(shop);
  }
  return shops;
}
const rows = (scope: Scope) =>
  house.state.inOrg(scope.org, (db) => inspectTables(db).selectFrom('inspect_nights').selectAll().orderBy('due_at').execute());

it('turns are spread over what is left of the night, in their order, and never behind its end', () => {
  const night = nightOf(at('00:10'));
  const hundred = turnsOf(100, at('00:10'), night);
  expect([hundred[0]?.toISOString(), (hundred[99] ?? at('09:00')) < night.ends]).toEqual([night.begins.toISOString(), true]);
  const gaps = hundred.slice(1).map((turn, nth) => turn.getTime() - (hundred[nth]?.getTime() ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(120_000);
  expect(turnsOf(3, at('00:10'), night).map((turn) => turn.toISOString().slice(11, 16))).toEqual(['01:05', '01:15', '01:25']);
  expect(turnsOf(500, at('05:20'), night).every((turn) => turn <= night.ends)).toBe(true);
  expect(turnsOf(0, at('03:00'), night)).toEqual([]);
});

it('every shop has one turn a night, those that waited longest first; who was not reached is told, and comes first the next night', async () => {
  house.setNow(at('01:05'));
  const [scope, other] = [house.scope(house.newOrg()), house.scope(house.newOrg())];
  const shops = await newShops(scope, 3);
  await newShops(other, 1);
  const [a, b, c] = shops as [ShopId, ShopId, ShopId];
  await planShops(house, [scope, other]);
  await planShops(house, [scope, other]);
  expect(await rows(scope), 'planned once').toHaveLength(3);
  const all = [...(await rows(scope)), ...(await rows(other))].map((row) => row.due_at.getTime());
  expect(new Set(all).size, 'one after the other, whosever they are').toBe(4);

  await takeTurn(scope, { shop: a, night: NIGHT }, { perSecond: 1_000 });
  const before = asked.length;
  await takeTurn(scope, { shop: a, night: NIGHT }, { perSecond: 1_000 });
  expect(asked.length, 'a turn that is tried again looks once').toBe(before);
  // The process died in the middle: its inspection goes on.
  const { run } = await startInspection(scope, { shop: b, queue: false });
  await noteNight(scope, { night: NIGHT, shop: b, run, isFinished: false });
  await takeTurn(scope, { shop: b, night: NIGHT }, { perSecond: 1_000 });
  const done = await rows(scope);
  expect(done.find((row) => row.shop_id === b)).toMatchObject({ run_id: run });
  expect(done.filter((row) => row.finished_at !== null)).toHaveLength(2);

  house.setNow(at('05:31'));
  await takeTurn(scope, { shop: c, night: NIGHT }, { perSecond: 1_000 });
  await closeNights(house, [scope, other]);
  await closeNights(house, [scope, other]);
  const told = (await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000))).filter(
    ({ kind }) => kind === 'inspect.night-over',
  );
  expect(told.map(({ payload }) => payload)).toEqual([{ night: NIGHT, shops: 3, missed: [c] }]);
  const html = await (
    await serveRooms(productFiles, () => house.scope(scope.org, 'owner'), { '/inspect': routes() }).request('/inspect')
  ).text();
  expect(html).toContain('2 of 3 inspected, 1 not reached');
  expect(html).toMatch(/Shop 2<\/a>: its turn did not come before the night was over/);

  house.setNow(new Date('2026-12-02T01:05:00Z'));
  await planShops(house, [scope]);
  expect((await rows(scope)).filter((row) => row.due_at > at('12:00'))[0]).toMatchObject({ shop_id: c });
}, 120_000);
