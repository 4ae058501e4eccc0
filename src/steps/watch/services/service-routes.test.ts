import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { DAY, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { routes } from '../routes.tsx';
import { followServices } from './start-following-services.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

it('a service is shown, described and given a goal; what is wrong is said, and strangers see nothing', async () => {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  let scope = house.scope(org, 'owner');
  const rooms = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const get = async (path: string) => {
    const answer = await rooms.request(`/watch/systems${path}`);
    return { status: answer.status, html: await answer.text() };
  };
  const post = (path: string, fields: Record<string, string>) =>
    rooms.request(`/watch/systems${path}`, { method: 'POST', body: new URLSearchParams(fields) });
  expect((await get('')).html).toContain('No system sends traces yet');

  const now = house.clock.now().getTime();
  const span = (nth: number, change: Record<string, string>) => ({
    ...{ shop_id: shop, source_id: 'src', at: new Date(now - MINUTE - nth), received_at: new Date(now), service: 'checkout <1>' },
    ...{
      trace_id: String(nth),
      span_id: String(nth),
      parent_id: '',
      name: 'GET',
      status: 'ok',
      duration_ms: 80,
      version: '1.0',
      ...change,
    },
  });
  await house.telemetry.insert(
    org,
    'spans',
    Array.from({ length: 50 }, (_, nth) =>
      span(nth, nth % 2 === 0 ? { kind: 'server' } : { kind: 'client', far: 'db', far_kind: 'database' }),
    ),
  );
  await followServices(house, org, shop, 'test');
  const one = `/one?shop=${shop}&name=${encodeURIComponent('checkout <1>')}`;
  expect((await get('')).html).toContain('checkout &lt;1&gt;');
  expect(await get(one)).toMatchObject({ status: 200 });
  expect(await get(`/one?shop=${shop}&name=db&outside=yes`)).toMatchObject({ status: 200 });
  expect(await get(`/one?shop=${shop}&name=nobody`)).toMatchObject({ status: 404 });

  const goal = { service: 'checkout <1>', far: '', kind: 'availability', target: '99,5' };
  const refused = await post(`/${shop}/slos`, { ...goal, target: '12' });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('target');
  expect((await post(`/${shop}/slos`, { ...goal, kind: 'latency' })).status).toBe(400);
  expect((await post(`/${shop}/slos`, goal)).status).toBe(303);
  await followServices(house, org, shop, 'test');
  const seen = (await get(one)).html;
  expect(seen).toContain('99.5 % without error');
  expect(seen).toContain('too little to tell');
  const [, slo = ''] = /slos\/(slo_\w+)\/remove/.exec(seen) ?? [];
  expect((await rooms.request(`/watch/systems/slo/${slo}`)).headers.get('location')).toContain('name=checkout%20%3C1%3E');
  expect((await post(`/${shop}/describe`, { system: 'checkout <1>', outside: '', name: 'Till', criticality: 'high' })).status).toBe(303);
  expect((await get('')).html).toContain('Till');

  scope = house.scope(org, 'viewer');
  expect((await get(one)).html).not.toContain('/remove');
  expect((await post(`/slos/${slo}/remove`, {})).status).toBe(403);
  scope = house.scope(house.newOrg(), 'owner');
  expect((await get(one)).status).toBe(404);
  expect((await post(`/slos/${slo}/remove`, {})).status).toBe(404);
  scope = house.scope(org, 'owner');
  expect((await post(`/slos/${slo}/remove`, {})).status).toBe(303);
});

it('a machine and the next peak are shown, from days that are known, and expectations are taken', async () => {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  let scope = house.scope(org, 'owner');
  const rooms = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const get = async (path: string) => {
    const answer = await rooms.request(`/watch/systems${path}`);
    return { status: answer.status, html: await answer.text() };
  };
  const now = Date.UTC(2026, 10, 2, 12);
  house.setNow(new Date(now));
  try {
    const day = (ago: number) => new Date(Math.floor(now / DAY) * DAY - ago * DAY);
    const row = (ago: number, change: Record<string, string | number>) => ({
      ...{ shop_id: shop, day: day(ago), service: '', host: 'db-1', part: '', looks: 900, last: new Date(now), received_at: new Date(now) },
      ...change,
    });
    const days = Array.from({ length: 28 }, (_, nth) => nth + 1);
    await house.telemetry.insert(org, 'saturation_days', [
      ...days.map((ago) => row(ago, { what: 'disk', part: '/data', peak: 0.6 - 0.01 * ago })),
      ...days.map((ago) => row(ago, { what: 'cpu', peak: 0.4 })),
      ...days.map((ago) => row(ago, { what: 'calls', host: '', service: 'checkout', peak: 100 })),
      ...days.slice(0, 5).map((ago) => row(ago, { what: 'memory', peak: 0.9 - 0.01 * ago })),
      // Somebody looked for a few minutes only: of that day nobody knows.
      row(1, { what: 'memory', part: 'x', peak: 1, looks: 5 }),
    ]);
    const point = { shop_id: shop, source_id: 'src', received_at: new Date(now), at: new Date(now - MINUTE), service: '', host: 'db-1' };
    await house.telemetry.insert(org, 'metric_points', [
      { ...point, name: 'node_load1', unit: '', kind: 'gauge', value: 1.5, count: 0, attributes: '{}' },
    ]);
    await followServices(house, org, shop, 'test');

    const all = (await get(`?shop=${shop}`)).html;
    expect(all).toMatch(/db-1<\/a>: disk \/data, full around December 12/);
    expect(all).toContain('what it will ask is not known. Nobody watched last year’s peak');
    const one = `/machine?shop=${shop}&name=db-1`;
    const machine = (await get(one)).html;
    expect(machine).toContain('too few days to tell (5 known)');
    expect(machine).toContain('not known');

    const post = (growth: string, factor: string) =>
      rooms.request(`/watch/systems/${shop}/peak`, { method: 'POST', body: new URLSearchParams({ growth, factor }) });
    const refused = await post('much', '');
    expect([refused.status, (await refused.text()).includes('growth')]).toEqual([400, true]);
    expect((await post('', '3,5')).status).toBe(303);
    const expected = (await get(one)).html;
    expect(expected).toContain('140%');
    expect((await get(`?shop=${shop}`)).html).toContain('processor would be at 140 % at the next peak');
    expect((await get(`/one?shop=${shop}&name=checkout`)).status).toBe(404);
    expect((await get(`/machine?shop=${shop}&name=nobody`)).status).toBe(404);

    scope = house.scope(org, 'viewer');
    expect((await post('', '2')).status).toBe(403);
    scope = house.scope(house.newOrg(), 'owner');
    expect((await get(one)).status).toBe(404);
  } finally {
    house.setNow(new Date());
  }
});
