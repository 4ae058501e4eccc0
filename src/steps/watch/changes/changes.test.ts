import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { makeCertificate } from '#engines/testing/make-certificate.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { addMs, DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addCheck, pauseCheck, removeCheck, startWatching } from '../index.ts';
import { routes } from '../routes.tsx';
import { noteCertificates } from '../verbs/note-certificates.ts';
import { setPromises } from '../verbs/set-promises.ts';
import { readShopChanges } from './read-shop-changes.ts';

let house: TestHouse;
let server: Server;
let port: number;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    http: openHttpClient(),
    telemetry: await openTelemetry({ path: `${folder}/telemetry`, retentionDays: null }),
  }));
  server = createServer(await makeCertificate({ names: ['localhost'] }), (_request, response) => response.end('welcome'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await house[Symbol.asyncDispose]();
});

async function openShop() {
  const org = house.newOrg();
  const scope = house.scope(org, 'owner', 'per_owner');
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: true, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  return { org, scope, shop };
}

const changesOf = (org: OrgId, shop: ShopId, states = false) => {
  const to = addMs(house.clock.now(), MINUTE);
  return readShopChanges(house, { org, shop, from: addMs(to, -DAY), to, states });
};

async function until<T>(look: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const found = await look();
    if (isThere(found) || tries > 150) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it('a new certificate that a server shows is told once, with the one before it, whoever looks and however often', async () => {
  const { org, scope, shop } = await openShop();
  for (const [name, target] of [
    ['the page', { kind: 'http', url: `https://localhost:${port}/` }],
    ['its certificate', { kind: 'tls', host: 'localhost', port, days: 14 }],
  ] as const)
    await addCheck(scope, { shop, name, target, everyMs: 1_000 });
  const stop = await startWatching(house);
  const seen = () =>
    house.state.inOrg(org, (db) =>
      db.withTables<{ watch_certificates: { serial: string } }>().selectFrom('watch_certificates').select('serial').execute(),
    );
  expect((await until(seen, (rows) => rows.length >= 2)).length).toBe(2);
  expect((await changesOf(org, shop)).filter(({ what }) => what === 'certificate')).toEqual([]);
  const to = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 30 * DAY);
  server.setSecureContext(await makeCertificate({ names: ['localhost'], to }));
  const told = await until(
    async () => (await changesOf(org, shop)).filter(({ what }) => what === 'certificate'),
    (found) => found.length >= 2,
  );
  await stop();
  expect(told.map(({ name }) => name).sort()).toEqual(['its certificate', 'the page']);
  for (const one of told) {
    expect(one.by).toBeNull();
    expect(one.certificate?.to).toEqual({ issuer: 'localhost', serial: '01', until: to });
    expect(one.certificate?.from.until.getTime()).toBeGreaterThan(to.getTime());
  }
  // Another process, which remembers nothing, meets the same one.
  const again = await startWatching(house);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await again();
  expect((await changesOf(org, shop)).filter(({ what }) => what === 'certificate').length).toBe(2);
});

it('servers that show one certificate each behind a name tell of each once; a check of somebody else tells nothing', async () => {
  const { org, scope, shop } = await openShop();
  const stranger = await openShop();
  const { check } = await addCheck(scope, { shop, name: 'page', target: { kind: 'tcp', host: 'shop.example', port: 443 } });
  const seen = (fingerprint: string) => ({
    ...{ check, at: house.clock.now(), fingerprint, serial: fingerprint, issuer: 'CA', until: addMs(house.clock.now(), DAY) },
  });
  const note = (at: typeof org, prints: readonly string[]) => noteCertificates(house.scope(at), { seen: prints.map(seen) });
  expect(await note(org, ['a', 'b', 'a', 'b'])).toEqual({ told: 2 });
  expect(await note(org, ['b', 'a'])).toEqual({ told: 0 });
  expect(await note(stranger.org, ['c'])).toEqual({ told: 0 });
  expect((await changesOf(org, shop)).filter(({ what }) => what === 'certificate').length).toBe(1);
  expect(
    await note(
      org,
      Array.from({ length: 200 }, (_, nth) => `x${nth}`),
    ),
  ).toEqual({ told: 48 });
  await expect(noteCertificates(scope, { seen: [seen('z')] })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});

it('who changed what is watched stands in the list and on the page; what the shop tells of its configuration too', async () => {
  const { org, scope, shop } = await openShop();
  const stranger = await openShop();
  const { check } = await addCheck(scope, { shop, name: 'page <1>', target: { kind: 'tcp', host: 'shop.example', port: 443 } });
  const { check: gone } = await addCheck(scope, { shop, name: 'old', target: { kind: 'tcp', host: 'shop.example', port: 80 } });
  await pauseCheck(scope, { check, paused: true });
  await removeCheck(scope, { check: gone });
  await setPromises(scope, { shop, shipDays: 3, deliverDays: 9, exportMinutes: 60, cutOff: 720, workdays: [1, 2, 3], closed: [] });
  const at = addMs(house.clock.now(), -HOUR);
  const event = (name: string, what: string, more = {}) => ({
    ...{ shop_id: shop, source_id: 'src_1', at, received_at: at, name, severity: '', service: '', trace_id: '', address: '', session: '' },
    ...{ account: '', object_kind: '', object_ref: '', body: '', attributes: JSON.stringify({ 'shop.change.what': what }), ...more },
  });
  await house.telemetry.insert(org, 'application_events', [
    event('shop.config.changed', 'payment <gateway>'),
    event('shop.config.changed', 'payment <gateway>'),
    event('shop.extension.installed', 'plugin 2'),
    event('shop.record.read', 'nothing of ours'),
    event('shop.config.changed', 'another shop', { shop_id: stranger.shop }),
    event('shop.config.changed', 'long ago', { at: addMs(at, -2 * DAY) }),
  ]);
  const told = await changesOf(org, shop, true);
  const lines = told.map(({ what, name, by }) => `${what} ${name} ${by?.role ?? ''}`.trim());
  expect(lines.slice(0, 2).sort()).toEqual(['config payment <gateway>', 'extension plugin 2']);
  expect(lines.slice(2)).toEqual([
    ...['check-added page <1> owner', 'check-added old owner', 'check-paused page <1> owner', 'check-removed old owner', 'promises  owner'],
  ]);
  expect(await changesOf(stranger.org, stranger.shop)).toEqual([]);
  const app = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const html = await (await app.request(`/watch/checks/${check}`)).text();
  expect(html).toContain('The shop’s configuration changed: payment &lt;gateway&gt;');
  expect(html).toContain('Check paused: page &lt;1&gt;');
  expect(html).toMatch(/Check removed: old<span class="soft"> · (by you|Owner)/);
});
