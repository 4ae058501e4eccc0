import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import { addMs, DAY, HOUR } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { readShopChanges } from '../changes/read-shop-changes.ts';
import { addCheck, noteRelease } from '../index.ts';
import { routes } from '../routes.tsx';
import { joinChanges } from '../services/what-changed.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({ telemetry: await openTelemetry({ path: `${folder}/telemetry`, retentionDays: null }) }));
});
afterAll(() => house[Symbol.asyncDispose]());

async function openShop() {
  const org = house.newOrg();
  house.setNow(new Date(NOW));
  const scope = house.scope(org, 'owner');
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  const changes = () => {
    const to = addMs(house.clock.now(), 1);
    return readShopChanges(house, { org, shop, from: addMs(to, -DAY), to, states: true });
  };
  return { org, scope, shop, changes };
}

it('a release that is told stands among what changed and on the pages of checks, for a day, at its own shop', async () => {
  const { org, scope, shop, changes } = await openShop();
  const stranger = await openShop();
  const link = 'https://git.example/2.4.0';
  const { release } = await noteRelease(scope, { shop, version: '2.4.0', at: new Date(NOW - 2 * HOUR), link });
  await noteRelease(scope, { shop, version: '<b>2.4.1</b>' });
  expect((await changes()).map(({ what, name, href }) => [what, name, href])).toEqual([
    ['release', '2.4.0', link],
    ['release', '<b>2.4.1</b>', null],
  ]);
  expect(await stranger.changes()).toEqual([]);
  await expect(noteRelease(stranger.scope, { shop, version: '3' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { check } = await addCheck(scope, { shop, name: 'page', target: { kind: 'tcp', host: 'shop.example', port: 443 } });
  const app = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const html = await (await app.request(`/watch/checks/${check}`)).text();
  expect(html).toContain(`<a href="${link}">Version 2.4.0 began</a>`);
  expect(html).toContain('Version &lt;b&gt;2.4.1&lt;/b&gt; began');
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
  expect(entries.filter(({ kind }) => kind === 'watch.release-noted')).toMatchObject([{ subject: release }, {}]);
  house.advance(DAY + HOUR);
  expect(await changes()).toEqual([]);
});

it('an older release that is told late does not hide that the newest is told again', async () => {
  const { scope, shop } = await openShop();
  await noteRelease(scope, { shop, version: '2' });
  expect(await noteRelease(scope, { shop, version: '1', at: new Date(NOW - HOUR) })).toMatchObject({ isNew: true });
  expect(await noteRelease(scope, { shop, version: '2' })).toMatchObject({ isNew: false });
});

it('a version that was told does not begin a second time when traces name it', () => {
  const at = (minutes: number) => new Date(NOW + minutes * 60_000);
  const told: ShopChange[] = [
    { at: at(1), what: 'release', name: '2', href: null, by: null },
    { at: at(3), what: 'down', name: '3', href: null, by: null },
  ];
  const seen: ShopChange[] = [
    { at: at(2), what: 'release', name: '2', href: null, by: null },
    { at: at(2), what: 'release', name: '3', href: null, by: null },
  ];
  expect(joinChanges(told, seen).map(({ what, name }) => `${what} ${name}`)).toEqual(['release 2', 'release 3', 'down 3']);
});
