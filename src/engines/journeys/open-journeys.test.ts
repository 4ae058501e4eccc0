import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPracticeShop } from '#practice-shop/open-practice-shop.ts';
import { openBrowser } from '../browser/open-browser.ts';
import type { Browser } from '../browser/types.ts';
import { openJourneys } from './open-journeys.ts';
import type { Journeys, JourneyWish } from './types.ts';

vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let browser: Browser;
let journeys: Journeys;
let server: Server;
let baseUrl: string;
let agents: string[] = [];

const page = `<!doctype html><html lang="en"><title>A page</title><h1>Welcome</h1>
<label>Password <input name="pass"></label><button onclick="document.querySelector('p').textContent = confirm('sure?') ? 'yes' : 'no'">Ask</button><p>–</p>
<a href="/more?secret=in-the-query" target="_blank">More</a><script>console.error('a complaint'); fetch('/api?who=somebody')</script></html>`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-journeys-'));
  browser = openBrowser({ cacheFolder: folder });
  journeys = openJourneys(browser);
  server = createServer((request, response) => {
    agents.push(request.headers['user-agent'] ?? '');
    if (request.url?.startsWith('/api')) response.writeHead(500).end('{}');
    else if (request.url === '/large') response.writeHead(200).end(Buffer.alloc(9_000_000, 'x'));
    else if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(300_000_000)));
    else if (request.url === '/drip') response.writeHead(200).write('a little, and then nothing');
    else if (request.url === '/set') response.writeHead(302, { location: '/told', 'set-cookie': 'cart=c77; Path=/; HttpOnly' }).end();
    else if (request.url === '/told')
      response.writeHead(200).end(`cookie ${request.headers.cookie ?? 'none'} ${request.method} ${request.headers['user-agent']}`);
    else if (request.url === '/json') response.writeHead(200, { 'content-type': 'application/json' }).end('{"state":"open","n":3}');
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const test = (body: string, head = '') =>
  `import { expect, test } from '@playwright/test';\n${head}test('it', async ({ page, context, request }) => {\n${body}\n});\n`;

async function make(source: string, more: Partial<JourneyWish> = {}) {
  return journeys.run({ source, name: 'it', baseUrl, allowPrivate: true, secrets: {}, mayOrder: false, maxMs: 30_000, ...more });
}

/** Longest time that this thread was held, as CPU of its own, in milliseconds. */
async function longestPause(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.threadCpuUsage();
  }, 5);
  await work().finally(() => clearInterval(timer));
  return longest;
}

describe('a journey', () => {
  it('is a plain Playwright file: pages, locators, expectations, steps, dialogs, popups, requests', async () => {
    const run = await make(
      test(`
  await page.goto('/');
  await expect(page).toHaveTitle(/a page/i);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome');
  await test.step('asking', async () => {
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Ask' }).click();
    await expect(page.locator('p')).toHaveText('yes');
  });
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'More' }).click()]);
  await expect(popup).toHaveURL(/more\\?secret/);
  const answer = await page.request.get('/json');
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ state: expect.stringMatching(/^op/), n: expect.any(Number) });
  await expect.poll(async () => (await page.locator('p').innerText()).length).toBe(3);
  expect.soft(1).toBe(1);
  expect(await page.evaluate((n: number) => document.title.length + n, 2)).toBe(8);
  expect(page.url()).not.toContain('elsewhere');
  expect(await context.cookies()).toHaveLength(0);`),
    );
    expect(run.reason).toMatch(/^\d+ steps in \d+ ms$/);
    expect(run.outcome).toBe('passed');
    expect(run.steps.find(({ title }) => title.includes("'Ask'"))).toMatchObject({ line: 9, within: ['asking'], error: null });
    expect(run.shots.map(({ title }) => title)).toEqual(['asking', 'end']);
    expect(run.trace).toBeNull();
    expect(run.requests.map(({ url }) => url)).toContain(`${baseUrl}/more`);
    expect(JSON.stringify(run.requests)).not.toMatch(/in-the-query|somebody/);
    expect(run.requests.find(({ url }) => url.endsWith('/api'))).toMatchObject({ status: 500, failure: null });
    expect(run.complaints).toContain('a complaint');
  });

  it('that fails says where and what, with a picture and a trace without secrets and without paths of this machine', async () => {
    const secret = 'cat & "mouse" 99';
    const run = await make(
      test(`
  await page.goto('/?k=' + encodeURIComponent(process.env.PASS));
  await page.getByLabel('Password').fill(process.env.PASS);
  await expect(page.locator('h1'), 'the greeting').toHaveText('Goodbye', { timeout: 300 });`),
      { secrets: { PASS: secret } },
    );
    expect(run).toMatchObject({ outcome: 'failed', failed: 'it' });
    expect(run.reason).toMatch(/^it: line 6: the greeting.*Expected: "Goodbye".*Received: "Welcome"/);
    expect(run.shots.at(-1)?.title).toBe('failed');
    expect(run.shots.at(-1)?.jpeg.length).toBeGreaterThan(2_000);
    expect(JSON.stringify([run.steps, run.requests, run.reason])).not.toMatch(/mouse/);
    const trace = unzipSync(run.trace ?? new Uint8Array());
    expect(Object.keys(trace)).toContain('trace.trace');
    const all = Object.entries(trace)
      .map(([name, bytes]) => name + strFromU8(bytes))
      .join('\n');
    expect(all).toContain('Goodbye');
    expect(all).not.toMatch(/mouse|src\/engines/);
  });

  it('sees failures in several tests in their order, without the cookies of the one before', async () => {
    const run = await make(`
import { expect, test } from '@playwright/test';
test.describe('two', () => {
  test.beforeEach(async ({ page }) => { await page.goto('/'); });
  test('first', async ({ context }) => { await context.addCookies([{ name: 'a', value: 'b', url: '${baseUrl}' }]); });
  test('second', async ({ context }) => { expect(await context.cookies()).toEqual([]); });
  test.skip('third', async () => { throw new Error('never'); });
  test('fourth', async ({ page }) => { await page.getByRole('button', { name: 'Nothing' }).click({ timeout: 200 }); });
});`);
    expect(run.tests).toEqual(['two › first', 'two › second', 'two › fourth']);
    expect(run).toMatchObject({ outcome: 'failed', failed: 'two › fourth' });
    expect(run.reason).toMatch(/line 8: locator\.click: Timeout 200ms exceeded/);
  });

  it('ends when its time is over', async () => {
    const run = await make(test(`await page.goto('/');\nawait page.waitForTimeout(20_000);`), { maxMs: 1_500 });
    expect(run).toMatchObject({ outcome: 'failed' });
    expect(run.reason).toMatch(/took longer than 2 s, after goto/);
    expect(run.ms).toBeLessThan(15_000);
  });

  it('says who it is, unless it may order', async () => {
    agents = [];
    await make(test(`await page.goto('/');`));
    expect(agents[0]).toMatch(/Chrome\/\d+.*Shopbell/);
    agents = [];
    await make(test(`await page.goto('/');`), { mayOrder: true });
    expect(agents[0]).not.toMatch(/Shopbell/);
  });
});

describe('the sandbox', () => {
  it.each([
    ['this machine’s files', `import fs from 'node:fs';`, /journeys can import/],
    ['what is not in it', 'await fetch("http://127.0.0.1");', /line 1: .*fetch.* is not defined/],
    ['the host’s globals', 'process.exit(1)', /line 1: not a function/],
    ['a loop without end', 'for (;;) {}', /half a second/],
    ['a file without a test', 'const a = 1;', /it has no test/],
    ['what is no TypeScript', 'const a = 1;\nconst b = (;\n', /line 2/],
    ['types that need to be compiled', 'enum A { B }', /enum/],
  ])('refuses %s', async (_what, source, words) => {
    await expect(journeys.read(source, 'x')).rejects.toMatchObject({ code: 'JOURNEY_INVALID', message: expect.stringMatching(words) });
  });

  it.each([
    ['a loop without end', 'for (;;) {}', /half a second/],
    ['memory without end', 'const all = []; for (;;) all.push("x".repeat(1e6) + all.length);', /out of memory|half a second/],
    ['a call of the language without end', 'for (;;) new Array(1e6).fill(0).sort();', /half a second/],
    ['an expression without end', `expect('a'.repeat(40) + '!').toMatch(/^(a+)+$/);`, /half a second/],
    ['an address of this machine', `await page.goto('file:///etc/passwd');`, /only addresses of http and https/],
    ['listening in on a page', `await page.route('**/*', () => {});`, /page\.route is not there in journeys/],
    ['the browser’s own interface', 'await context.newCDPSession(page);', /context\.newCDPSession is not there/],
    ['files to upload', `await page.locator('input').setInputFiles('/etc/passwd');`, /setInputFiles is not there/],
    ['pictures to compare', 'await expect(page).toHaveScreenshot();', /toHaveScreenshot is not there/],
    [
      'changing what all journeys share',
      `expect({ a: 1 }).toEqual({ $asymmetric: 'extend', wanted: { toBe: 1 } });`,
      /expect\.extend is not there in journeys/,
    ],
    ['words of the language', `await page.constructor();`, /page\.constructor is not there/],
  ])('stops %s', async (_what, body, words) => {
    const longest = await longestPause(async () => {
      const run = await make(test(body));
      expect(run.outcome).toBe('failed');
      expect(run.reason).toMatch(words);
    });
    // Nobody else waits for it.
    expect(longest).toBeLessThan(400);
  });

  it.each([
    ['what is too large', `await page.request.get('/large');`, /larger|limit/],
    ['what unpacks to too much', `await page.request.get('/bomb');`, /larger|limit/],
    ['what never ends', `await page.request.get('/drip', { timeout: 1_500 });`, /no complete answer within 1\d{3} ms/],
    [
      'files that are sent',
      `await page.request.post('/json', { multipart: { a: 'b' } });`,
      /page\.request\.post.*is not there in journeys/,
    ],
  ])('page.request does not read %s, and says so', async (_what, body, words) => {
    const before = process.memoryUsage.rss();
    const run = await make(test(body));
    expect(run).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(words) });
    expect(process.memoryUsage.rss() - before).toBeLessThan(200_000_000);
  });

  it('page.request asks as the page does: by its name, with its cookies, and what is set there the page has', async () => {
    const run = await make(
      test(`await page.goto('/json');
const answer = await page.request.post('/set', { form: { a: 'b' } });
expect(answer.url()).toContain('/told');
expect(await answer.text()).toMatch(/^cookie cart=c77 GET .*Mozilla/);
await expect(answer).toBeOK();
await page.goto('/told');
await expect(page.locator('body')).toContainText('cart=c77');`),
    );
    expect(run).toMatchObject({ outcome: 'passed' });
  });

  it('does not reach private addresses that nobody allowed', async () => {
    const run = await make(test(`await page.goto('/');`), { allowPrivate: false });
    expect(run).toMatchObject({ outcome: 'unknown', reason: expect.stringMatching(/private/) });
    const gone = await make(test(`await page.goto('/');`), { baseUrl: 'http://no-such-shop.invalid' });
    expect(gone).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/no-such-shop/) });
    const elsewhere = { allowPrivate: false, baseUrl: 'http://8.8.8.8' };
    const asked = await make(test(`expect((await page.request.get('${baseUrl}/json')).status()).toBe(200);`), elsewhere);
    expect(asked.reason).toMatch(/private/);
  });

  it('is unknown, and not a fault of the shop, when the file cannot be read', async () => {
    expect(await make('import x from "fs"')).toMatchObject({ outcome: 'unknown', reason: expect.stringMatching(/cannot be read/) });
  });
});

describe('a shop that nobody described', () => {
  it('is opened where the journey says, and nowhere else', async () => {
    const named = (path: string) =>
      make(`import { test } from '@playwright/test'; import { shop } from 'shopbell';
test('it', async ({ page }) => { await shop.openProduct(page, { path: ${JSON.stringify(path)} }); });`);
    expect((await named('/cup')).reason).toContain('nothing on /cup says that it goes into the cart');
    expect((await named('file:///etc/hostname')).reason).toContain('only addresses of http and https');
  });

  it('is walked through to the payment, and no order is placed', async () => {
    await using shop = await openPracticeShop({ folder: join(folder, 'shop'), seed: 7 });
    const before = shop.truth.orderNumbers().length;
    const run = await make(journeys.checkout, { baseUrl: shop.url, maxMs: 120_000 });
    expect(run.reason).toMatch(/steps in/);
    expect(run.shots.map(({ title }) => title)).toEqual([
      'openProduct',
      'addToCart',
      'openCheckout',
      'fillAddress',
      'stopBeforePaying',
      'end',
    ]);
    const pays = journeys.checkout.replace(
      'await shop.stopBeforePaying(page);',
      `await shop.pay(page, { card: { number: '4242 4242 4242 4242', expiry: '12/34', code: '123' } });`,
    );
    const refused = await make(pays, { baseUrl: shop.url, maxMs: 120_000 });
    expect(refused.reason).toMatch(/does not place orders/);
    expect(shop.truth.orderNumbers().length).toBe(before);
    const paid = await make(pays, { baseUrl: shop.url, maxMs: 120_000, mayOrder: true });
    expect(paid.outcome).toBe('passed');
    expect(paid.told.order).toMatch(/^\d+$/);
    expect(shop.truth.orderNumbers().length).toBe(before + 1);
  });
});
