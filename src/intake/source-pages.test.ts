import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addSource, findKey, registerShop, setSourceZone } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { packPlatform } from './connect/pack-platform.ts';
import { platformWays } from './connect/platforms.ts';
import { startIntake } from './index.ts';
import { sourcesRoutes } from './routes.tsx';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

async function newShop(platform = 'woocommerce') {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org, 'owner'), {
    ...{ name: 'Practice', url: 'https://shop.example', platform, allowPrivate: false, timeZone: 'Europe/Warsaw', country: 'PL' },
    ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
  });
  return { org, shop };
}

function pages(org: OrgId, role: 'owner' | 'viewer' = 'owner') {
  const app = serveRooms(productFiles, () => house.scope(org, role), { '/settings/sources': sourcesRoutes(productFiles) });
  const post = (path: string, fields: Record<string, string>) =>
    app.request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  return { get: async (path: string) => (await app.request(path)).text(), app, post };
}

it('a time zone is changed later: later lines are read by it, stored ones stay, and the ledger tells', async () => {
  const { org, shop } = await newShop();
  const path = join(house.folder, 'haproxy.log');
  const stamp = new Date().toUTCString().split(' ');
  const line = (nth: number): string =>
    `203.0.113.9:51010 [${stamp[1]}/${stamp[2]}/${stamp[3]}:0${nth}:00:00.123] web~ shop/app1 0/0/1/12/13 200 1234 - - ---- 5/5/0/0/0 0/0 "GET /n${nth} HTTP/1.1"\n`;
  writeFileSync(path, line(3));
  const { source } = await addSource(house.scope(org, 'owner'), { kind: 'file', shop, name: 'proxy', path });
  const intake = startIntake(house, { dataFolder: null, everyMs: 100 });
  try {
    const rows = () =>
      house.telemetry.query<{ path: string; hour: number }>(org, 'select path, toHour(at) as hour from @requests order by path');
    await expect.poll(rows, { timeout: 10_000 }).toEqual([{ path: '/n3', hour: 3 }]);
    const web = pages(org);
    const refused = await web.post(`/settings/sources/${source}/zone`, { timeZone: 'Europe/Nowhere' });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('must be a time zone')]);
    expect((await pages(org, 'viewer').post(`/settings/sources/${source}/zone`, { timeZone: 'Asia/Tokyo' })).status).toBe(403);
    expect((await web.post(`/settings/sources/${source}/zone`, { timeZone: 'Etc/GMT-2' })).status).toBe(303);
    expect(await web.get(`/settings/sources/${source}`)).toContain('Lines that name no time zone are read as Etc/GMT-2');
    await house.clock.sleep(400);
    appendFileSync(path, line(4));
    await expect.poll(rows, { timeout: 10_000 }).toEqual([
      { path: '/n3', hour: 3 },
      { path: '/n4', hour: 2 },
    ]);
    const told = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100));
    expect(told.map(({ kind, payload }) => [kind, payload])).toContainEqual([
      'registry.source-zone-set',
      { source, shop, from: 'UTC', to: 'Etc/GMT-2' },
    ]);
    await expect(setSourceZone(house.scope(org, 'owner'), { source, timeZone: 'Etc/GMT-2' })).rejects.toMatchObject({ code: 'CONFLICT' });
    const foreign = setSourceZone(house.scope(house.newOrg(), 'owner'), { source, timeZone: null });
    await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' });
  } finally {
    await intake.stop();
  }
});

it('a source’s page shows the steps of each platform, and with one click a key that works', async () => {
  const { org, shop } = await newShop('shopware');
  const { source } = await addSource(house.scope(org, 'owner'), { kind: 'http', shop, name: 'events' });
  const web = pages(org);
  const page = await web.get(`/settings/sources/${source}`);
  for (const { title } of platformWays) expect(page).toContain(title);
  expect(page).toMatch(/<details class="fold" open[^>]*><summary>Shopware 6/);
  expect(page).toContain(`SHOPBELL_URL=${house.publicUrl}`);
  expect(page).toContain('sb_…');
  expect(await pages(org, 'viewer').get(`/settings/sources/${source}`)).not.toContain('Make a key');
  expect((await pages(org, 'viewer').post(`/settings/sources/${source}/key`, {})).status).toBe(403);
  const answer = await web.post(`/settings/sources/${source}/key`, {});
  expect(answer.headers.get('cache-control')).toContain('no-store');
  const made = await answer.text();
  const key = /SHOPBELL_KEY=(sb_[\w.-]+)/.exec(made)?.[1] ?? '';
  expect(made).not.toContain('sb_…');
  expect(await findKey(house.state, key)).toMatchObject({ org, source });
  expect(await web.get(`/settings/sources/${source}`)).not.toContain(key);
});

it('the files of each platform are downloaded where they belong, complete', async () => {
  const { org } = await newShop();
  const { app } = pages(org);
  for (const way of platformWays) {
    const answer = await app.request(`/settings/sources/senders/${way.name}.zip`);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="shopbell-${way.name}.zip"`);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    expect(Object.keys(files)).toContain(`${way.places[0]?.[1]}/${way.name === 'openmage' ? 'config.xml' : 'README.md'}`);
    const isPhp = Object.keys(files).some((name) => name.endsWith('.php'));
    expect(Object.keys(files).filter((name) => name.endsWith('/ShopbellClient.php'))).toHaveLength(isPhp ? 1 : 0);
    for (const [name, bytes] of Object.entries(files)) {
      if (name.endsWith('.ts')) expect(Buffer.from(bytes).toString('utf8')).not.toContain('../node/');
    }
    expect(packPlatform(productFiles, way)).toEqual(packPlatform(productFiles, way));
  }
  expect((await app.request('/settings/sources/senders/passwd.zip')).status).toBe(404);
});
