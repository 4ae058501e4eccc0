import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openIdentity } from '#engines/identity/open-identity.ts';
import type { Identity } from '#engines/identity/types.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { startDns, type TestDns } from '#engines/testing/start-dns.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { setStatusPage } from '#steps/watch/index.ts';
import { checkHost } from '#steps/watch/status/check-hosts.ts';
import { hostRecord } from '#steps/watch/status/look-at-host.ts';
import { sendDueStatusMails } from '#steps/watch/status/send-status-mails.ts';
import { setStatusHost } from '#steps/watch/verbs/set-status-host.ts';
import { listenHttp } from './listen-http.ts';
import { makeWebApp, makeWebServer } from './make-web-app.tsx';

const HOST = 'status.lantern.example';
let house: TestHouse;
let dns: TestDns;
let identity: Identity;
let server: ReturnType<typeof makeWebServer>;
let listening: Awaited<ReturnType<typeof listenHttp>>;
const stopping = new AbortController();

beforeAll(async () => {
  dns = await startDns();
  house = await openTestHouse(async (folder) => ({
    ...{ mailer: await openMailer({ folder: `${folder}/mailbox` }), mailFrom: 'bell@lantern.example', publicUrl: 'https://bell.example' },
    resolver: openResolver({ servers: [dns.server], timeoutMs: 200, tries: 1 }),
  }));
  identity = openIdentity(house);
  const options = { house, identity, stopping: stopping.signal, otherHosts: ['console.bell.example'], trustedProxies: ['127.0.0.1'] };
  server = makeWebServer(options);
  listening = await listenHttp({ host: '127.0.0.1', port: 0, portIsFixed: false, fetch: server.fetch });
});
afterAll(async () => {
  stopping.abort();
  await listening.close(100);
  await identity.close();
  await house[Symbol.asyncDispose]();
  await dns[Symbol.asyncDispose]();
});

let shops = 0;
async function openPage(): Promise<{ readonly org: OrgId; readonly shop: ShopId; readonly slug: string }> {
  const org = house.newOrg();
  shops += 1;
  const slug = `lantern-${shops}`;
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: `Lantern ${shops}`, url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { name: 'C', address: 'care@lantern.example' }, privacyContact: { name: 'P', address: 'p@lantern.example' } },
  });
  await setStatusPage(house.scope(org, 'owner'), { shop, slug, language: 'en', published: true, useOrders: false, checks: [] });
  return { org, shop, slug };
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** As it comes over a socket, with whatever stands in `Host`. */
function ask(host: string, path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: listening.port, path, method, headers: { host, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on('error', reject).end(body);
  });
}
const until = async (test: () => Promise<boolean>) => {
  for (let tries = 0; tries < 60 && !(await test()); tries += 1) await new Promise((resolve) => setTimeout(resolve, 150));
};

const page: { org: OrgId; shop: ShopId; slug: string } = { org: 'org_', shop: 'shop_', slug: '' };

test('a name serves nothing before it is proven, and its page once it is; the ask endpoint says yes for it alone', async () => {
  Object.assign(page, await openPage());
  await setStatusHost(house.scope(page.org, 'owner'), { shop: page.shop, host: ' Status.Lantern.Example. ' });
  dns.zone[`A ${HOST}`] = [{ type: 'A', name: HOST, ttl: 60, data: '198.51.100.7' }];
  expect(await checkHost(house, page.org, page.shop, HOST)).toBe(false);
  expect((await ask(HOST, '/')).status).toBe(421);
  expect((await ask(HOST, '/sign-in')).text).not.toContain('<html');
  expect((await ask('127.0.0.1', `/in/status-host?domain=${HOST}`)).status).toBe(404);

  const record = hostRecord(house, page.org, page.shop, HOST);
  dns.zone[`TXT ${record.name}`] = [{ type: 'TXT', name: record.name, ttl: 60, data: [record.value] }];
  expect(await checkHost(house, page.org, page.shop, HOST)).toBe(true);
  await until(async () => (await ask(HOST, '/')).status === 200);
  const answer = await ask(`${HOST}:443`, '/?lang=pl');
  expect(answer.status).toBe(200);
  expect(answer.text).toContain('Lantern 1');
  expect(answer.text).toContain('action="/subscribe?lang=pl"');
  expect(answer.text).toContain(`<link rel="canonical" href="https://${HOST}"`);
  expect(answer.text).not.toContain('/status/lantern');
  await until(async () => (await ask('127.0.0.1', `/in/status-host?domain=${HOST}`)).status === 200);
  expect((await ask('bell.example', `/in/status-host?domain=${HOST.toUpperCase()}`)).status).toBe(200);
  for (const other of ['bell.example', 'evil.example', `x.${HOST}`, '', '127.0.0.1', `${HOST}/../x`])
    expect((await ask('127.0.0.1', `/in/status-host?domain=${encodeURIComponent(other)}`)).status).toBe(404);
});

test('every route of the console and of machines answers 404 at that host, and no answer sets a cookie', async () => {
  const { routes } = makeWebApp({ house, identity, stopping: stopping.signal });
  const own = new Set(['GET /', 'GET /leave/x', 'GET /confirm/x']);
  const asked = new Set(
    routes.flatMap(({ method, path }) => {
      const real = path.replace(/:[a-z]+(\{[^}]*\})?\??/gi, 'x').replaceAll('*', 'x');
      return (method === 'ALL' ? ['GET', 'POST'] : [method]).map((one) => `${one} ${real}`);
    }),
  );
  expect(asked.size).toBeGreaterThan(150);
  for (const path of [
    '/sign-in',
    '/setup',
    '/watch',
    '/settings/people',
    '/in/status-host?domain=x',
    '/healthz',
    `/status/${page.slug}`,
    '/api/v1/shops',
  ])
    asked.add(`GET ${path}`);
  const wrong: string[] = [];
  for (const one of asked) {
    const [method = 'GET', path = '/'] = one.split(' ');
    if (own.has(one)) continue;
    const answer = await ask(HOST, path, { method });
    if (answer.status !== 404 || answer.headers['set-cookie'] !== undefined) wrong.push(`${one}: ${answer.status}`);
  }
  expect(wrong).toEqual([]);
  const css = /href="(\/assets\/public[^"]+)"/.exec((await ask(HOST, '/')).text)?.[1] ?? '/none';
  expect((await ask(HOST, css)).status).toBe(200);
  const script = /src="(\/assets\/status-push[^"]+)"/.exec((await ask(HOST, '/')).text)?.[1] ?? '/none';
  for (const path of [script, '/push-worker.js']) expect((await ask(HOST, path)).status).toBe(200);
  const consoleCss = /href="(\/assets\/console[^"]+)"/.exec((await ask('bell.example', '/sign-in')).text)?.[1];
  if (consoleCss !== undefined) expect((await ask(HOST, consoleCss)).status).toBe(404);
  for (const path of ['/', '/feed.atom', '/status.json', '/nothing']) expect((await ask(HOST, path)).headers['set-cookie']).toBeUndefined();
});

test('page, feeds, JSON, and the links of mails stand at the host; the old address and old links go on working', async () => {
  expect(JSON.parse((await ask(HOST, '/status.json')).text).url).toBe(`https://${HOST}`);
  expect((await ask(HOST, '/feed.atom')).text).toContain(`<id>https://${HOST}</id>`);
  expect((await ask(HOST, '/feed.rss')).text).toContain(`<link>https://${HOST}?lang=`);
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: `https://${HOST}` };
  const sent = await ask(HOST, '/subscribe?lang=de', { method: 'POST', headers: form, body: 'address=anna%40customers.example' });
  expect(sent.status).toBe(200);
  const strange = { ...form, origin: 'https://evil.example' };
  expect((await ask(HOST, '/subscribe', { method: 'POST', headers: strange, body: 'address=a%40b.example' })).status).not.toBe(200);
  while ((await sendDueStatusMails(house, { batch: 10, concurrency: 1 })) > 0);
  const [mail] = await house.mailer.caught({ to: 'anna@customers.example', limit: 1 });
  const link = new RegExp(`https://${HOST}(/confirm/\\S+)`).exec(mail?.text ?? '')?.[1] ?? '/none';
  expect((await ask(HOST, link, { method: 'POST', headers: form })).status).toBe(200);
  const leave = new RegExp(`https://${HOST}(/leave/\\S+)`).exec(mail?.text ?? '')?.[1] ?? '/none';
  expect((await ask(HOST, leave)).text).toContain('<form');
  expect((await ask('bell.example', `/status/${page.slug}`)).status).toBe(200);
  // A mail program’s own button, at the address that mails of earlier days carry.
  expect((await ask('bell.example', `/status/${page.slug}${leave}`, { method: 'POST' })).status).toBe(200);
});

test('hostile hosts get a plain refusal; our own names, addresses and inner names get the console', async () => {
  for (const host of [
    'evil.example',
    'bell.example.evil.example',
    'user@bell.example',
    '-',
    'a..b',
    `${'a'.repeat(300)}.example`,
    'xn--.example/',
  ]) {
    const answer = await ask(host, '/');
    expect([400, 421]).toContain(answer.status);
    expect(answer.text).not.toContain('<html');
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  expect((await ask('bell.example', `http://evil.example/sign-in`)).status).toBe(421);
  for (const host of [
    'bell.example',
    'BELL.example:443',
    'console.bell.example',
    'localhost:7700',
    '127.0.0.1',
    '[::1]:7700',
    'shopbell',
    'bell.internal',
  ])
    expect([host, (await ask(host, '/healthz')).status]).toEqual([host, 200]);
  // Machines prove who they are by a key, whatever name their network has for us.
  expect((await ask('intake.example', '/healthz')).status).toBe(200);
});

test('X-Forwarded-Host counts from our own proxy only, and never turns a proven host into the console', async () => {
  const by = (host: string, forwarded: string, path = '/') => ask(host, path, { headers: { 'x-forwarded-host': forwarded } });
  expect((await by('app:7700', HOST)).text).toContain('Lantern 1');
  expect((await by('app:7700', `evil.example, ${HOST}`)).text).toContain('Lantern 1');
  expect((await by('app:7700', `${HOST}, evil.example`)).status).toBe(421);
  expect((await by(HOST, 'bell.example', '/sign-in')).status).toBe(404);
  expect((await by('bell.example', HOST, '/healthz')).status).toBe(200);
  const strangers = makeWebServer({ house, identity, stopping: stopping.signal });
  const answer = await strangers.request('http://app:7700/healthz', { headers: { 'x-forwarded-host': HOST } });
  expect(answer.status).toBe(200);
});

test('a name is one page’s: it cannot be wished once it is proven, and the word beats an address', async () => {
  const [first, second] = [await openPage(), await openPage()];
  const wish = (one: typeof first, host: string) => setStatusHost(house.scope(one.org, 'owner'), { shop: one.shop, host });
  await expect(wish(first, HOST)).rejects.toThrow('proven this name');
  for (const bad of ['bell.example', 'localhost', '192.0.2.1', 'a b.example', 'status.example:80', 'https://x.example', 'x.local'])
    await expect(wish(first, bad)).rejects.toThrow('host:');
  await expect(setStatusHost(house.scope(first.org, 'viewer'), { shop: first.shop, host: 'x.example' })).rejects.toThrow();

  const host = 'status.two.example';
  dns.zone['A bell.example'] = [{ type: 'A', name: 'bell.example', ttl: 60, data: '192.0.2.1' }];
  dns.zone[`A ${host}`] = [{ type: 'A', name: host, ttl: 60, data: '192.0.2.1' }];
  await wish(first, host);
  await wish(second, host);
  expect(await checkHost(house, first.org, first.shop, host)).toBe(true);
  expect(await checkHost(house, second.org, second.shop, host)).toBe(false);
  const record = hostRecord(house, second.org, second.shop, host);
  dns.zone[`TXT ${record.name}`] = [{ type: 'TXT', name: record.name, ttl: 60, data: [record.value] }];
  await checkHost(house, second.org, second.shop, host);
  // The first one’s address is no proof any more; it has three days to show its own word.
  house.advance(60_000);
  expect(await checkHost(house, first.org, first.shop, host)).toBe(true);
  house.advance(3 * 86_400_000);
  expect(await checkHost(house, first.org, first.shop, host)).toBe(false);
  expect(await checkHost(house, second.org, second.shop, host)).toBe(true);
});

test('name servers that do not answer take no proven page down', async () => {
  dns.isSilent = true;
  house.advance(30 * 86_400_000);
  expect(await checkHost(house, page.org, page.shop, HOST)).toBe(true);
  house.advance(30 * 86_400_000);
  expect(await checkHost(house, page.org, page.shop, HOST)).toBe(true);
  dns.isSilent = false;
});
