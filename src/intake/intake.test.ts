import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addSource, registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { INTAKE_CHANNEL, sourceHealth, startIntake } from './index.ts';
import { sourcesRoutes } from './routes.tsx';

let house: TestHouse;
let org: OrgId;
let source: string;
let path: string;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  org = house.newOrg();
  path = join(house.folder, 'access.log');
  const stamp = new Date().toUTCString().split(' ');
  const at = `[${stamp[1]}/${stamp[2]}/${stamp[3]}:${stamp[4]} +0000]`;
  const line = (nth: number) => `192.0.2.7 - - ${at} "GET /account/orders/${nth} HTTP/1.1" 200 5 "-" "Agent"\n`;
  writeFileSync(path, `${Array.from({ length: 30 }, (_, nth) => line(100_000 + nth)).join('')}anna@shop.example wrote this\n`);
});
afterAll(() => house[Symbol.asyncDispose]());

test('a source that is registered while intake runs is followed, told on the channel, and shown', async () => {
  const told: string[] = [];
  const stopListening = await house.state.listen(INTAKE_CHANNEL, (payload) => told.push(payload));
  const intake = startIntake(house, { dataFolder: house.folder, everyMs: 100 });
  try {
    const scope = house.scope(org);
    const contact = { name: 'Shop', address: 'care@shop.example', phone: '' };
    const registered = await registerShop(scope, {
      ...{
        name: 'Practice',
        url: 'https://shop.example',
        platform: 'practice',
        allowPrivate: false,
        timeZone: 'Europe/Warsaw',
        country: 'PL',
      },
      ...{ contact, privacyContact: { name: 'Officer', address: 'privacy@shop.example' }, directoryUrl: null },
    });
    const { shop } = registered;
    source = (await addSource(scope, { kind: 'file', shop, name: 'access log', path })).source;
    for (let tries = 0; tries < 100 && (await sourceHealth(scope)).length === 0; tries++) await house.clock.sleep(50);
    expect(await sourceHealth(scope)).toMatchObject([{ source, shop, state: 'following', stored: 30, rejected: { 'not a log line': 1 } }]);
    expect(told).toContain(`${org} ${shop}`);
    const rows = await house.telemetry.query(
      org,
      "select countIf(route = '/account/orders/{order}') as routed, uniqExact(object_ref) as orders from @requests",
    );
    expect(rows).toEqual([{ routed: 30, orders: 30 }]);
  } finally {
    await intake.stop();
    await stopListening();
  }
});

test('pages show how sources stand, to their organisation only', async () => {
  let reader = org;
  const app = serveRooms(productFiles, () => house.scope(reader, 'viewer'), { '/settings/sources': sourcesRoutes(productFiles) });
  const list = await (await app.request('/settings/sources/health')).text();
  expect(list).toContain('access log');
  expect(list).toContain('following');
  const detail = await (await app.request(`/settings/sources/${source}`)).text();
  expect(detail).toContain('not a log line');
  expect(detail).toContain('[email] wrote this');
  expect(detail).not.toContain('anna@');
  reader = house.newOrg();
  expect((await app.request(`/settings/sources/${source}`)).status).toBe(404);
});

test('a source whose lines name no time zone says which it is', async () => {
  const own = house.newOrg();
  const scope = house.scope(own);
  const { shop } = await registerShop(scope, {
    ...{
      name: 'Practice',
      url: 'https://shop.example',
      platform: 'practice',
      allowPrivate: false,
      timeZone: 'Europe/Warsaw',
      country: 'PL',
    },
    ...{ contact: { name: 'Shop', address: 'care@shop.example', phone: '' } },
    ...{ privacyContact: { name: 'Officer', address: 'privacy@shop.example' }, directoryUrl: null },
  });
  // Tokyo has no summer time: nine hours ahead, always.
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const [, day, month, year, time] = /, (\d\d) (\w+) (\d+) ([\d:]+)/.exec(new Date(now + 9 * 3_600_000).toUTCString()) ?? [];
  const log = join(house.folder, 'haproxy.log');
  writeFileSync(
    log,
    `192.0.2.7:5101 [${day}/${month}/${year}:${time}.250] web shop/a 0/0/1/2/3 200 5 - - ---- 1/1/0/0/0 0/0 "GET / HTTP/1.1"\n`,
  );
  await expect(addSource(scope, { kind: 'file', shop, name: 'proxy', path: log, timeZone: 'Asia/Nowhere' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  await addSource(scope, { kind: 'file', shop, name: 'proxy', path: log, timeZone: 'Asia/Tokyo' });
  const intake = startIntake(house, { dataFolder: house.folder, everyMs: 100 });
  try {
    const ask = () => house.telemetry.query<{ at: string }>(own, 'select at from @requests');
    for (let tries = 0; tries < 100 && (await ask()).length === 0; tries++) await house.clock.sleep(50);
    expect(await ask()).toEqual([{ at: new Date(now + 250).toISOString() }]);
  } finally {
    await intake.stop();
  }
});
