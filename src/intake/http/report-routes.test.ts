import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, SourceId } from '#kernel/ids.ts';
import { addSource, registerShop, removeSource } from '#registry/index.ts';
import { sourceHealth } from '../health/source-health.ts';
import { sourceToken } from '../source-token.ts';
import { intakeRoutes } from './intake-routes.ts';

let house: TestHouse;
let org: OrgId;
let source: SourceId;
let address: string;
let app: Hono;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    browser: openBrowser({ cacheFolder: join(folder, 'browser') }),
  }));
  app = new Hono().route('/in', intakeRoutes({ house, authorise: async () => null }));
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  org = house.newOrg();
  house.setNow(new Date());
  const owner = house.scope(org, 'owner');
  const { shop } = await registerShop(owner, {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Berlin' },
    ...{ country: 'DE', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  ({ source } = await addSource(owner, { kind: 'reports', shop, name: 'pages' }));
  address = `/in/reports/${sourceToken(house.secrets, 'intake.reports', { org, source })}`;
});

const post = (body: unknown, path = address) =>
  app.request(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'user-agent': 'Firefox' } });
const stored = () =>
  house.telemetry.query<Record<string, string | number>>(
    org,
    'select kind, page, blocked, directive, source_file, line, agent, body from @reports order by kind',
  );
const health = async () => (await sourceHealth(house.scope(org)))[0];

it('a real browser reports what a page loads against its policy, and nothing of the page is kept', async () => {
  const pages = new Hono().route('/', app).get('/', (c) => {
    c.header('Content-Security-Policy-Report-Only', `script-src 'self'; report-uri ${address}`);
    return c.html(
      '<script>document.title = "secret-words"</script><script src="https://stranger.example/x.js?email=anna@mail.example"></script>',
    );
  });
  const server = serve({ fetch: pages.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const at = server.address();
  await house.browser.withContext({ allowPrivate: true }, async (context) => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/`);
    await expect.poll(async () => (await stored()).length, { timeout: 10_000 }).toBe(2);
  });
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const rows = await stored();
  expect(rows.map((row) => row.blocked).sort()).toEqual(['https://stranger.example/x.js', 'inline']);
  expect(rows).toMatchObject([{ kind: 'csp-violation', directive: 'script-src-elem' }, { kind: 'csp-violation' }]);
  expect(JSON.stringify(rows)).not.toMatch(/secret-words|anna@/);
});

it('takes what the Reporting API sends, redacted, and counts what is none', async () => {
  const answer = await post([
    {
      ...{ type: 'csp-violation', age: 5, url: 'https://shop.example/checkout?token=abcdefghijklmnop1234', user_agent: 'Chrome' },
      body: {
        documentURL: 'https://shop.example/checkout',
        blockedURL: 'data:text/html,x',
        effectiveDirective: 'frame-src',
        sample: 'var card = 4111',
      },
    },
    {
      type: 'network-error',
      age: 5,
      url: 'https://shop.example/a?email=anna@mail.example',
      body: { phase: 'application', status_code: 500, type: 'http.error' },
    },
    { type: 'Wrong Type' },
    7,
  ]);
  expect(answer.status).toBe(204);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(await stored()).toEqual([
    {
      kind: 'csp-violation',
      page: 'https://shop.example/checkout',
      blocked: 'data',
      directive: 'frame-src',
      source_file: '',
      line: 0,
      agent: 'Chrome',
      body: '{}',
    },
    {
      ...{
        kind: 'network-error',
        page: 'https://shop.example/a',
        blocked: '',
        directive: '',
        source_file: '',
        line: 0,
        agent: 'Firefox',
      },
      body: '{"type":"http.error","phase":"application","status_code":500}',
    },
  ]);
  expect(await health()).toMatchObject({ stored: 2, rejected: { 'not a report': 2 } });
});

it('an address that nobody made, or whose source was removed, is not found; nonsense and floods are counted', async () => {
  expect((await post([], `${address}x`)).status).toBe(404);
  expect((await post([], `/in/reports/${house.newOrg()}.${source}.${'A'.repeat(22)}`)).status).toBe(404);
  expect((await app.request(address, { method: 'OPTIONS' })).status).toBe(204);
  for (const nonsense of ['{', '7', '{"a":1}', '']) expect((await post(nonsense)).status).toBe(204);
  expect((await post('x'.repeat(200_000))).status).toBe(413);
  const one = { type: 'deprecation', url: 'https://shop.example/', body: { id: 'x' } };
  for (let batch = 0; batch < 13; batch++) await post(Array.from({ length: 100 }, () => one));
  const counted = await health();
  expect(counted?.stored).toBeLessThanOrEqual(1200);
  expect(counted?.stored).toBeGreaterThan(1100);
  expect(counted?.rejected).toMatchObject({ 'not JSON': 2, 'neither a violation nor a list of reports': 2 });
  house.advance(60_000);
  await post([one]);
  expect((await health())?.rejected['too many reports a minute']).toBeGreaterThanOrEqual(100);
  await removeSource(house.scope(org, 'owner'), { source });
  expect((await post([one])).status).toBe(404);
});
