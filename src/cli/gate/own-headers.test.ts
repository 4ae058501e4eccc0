import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { GateFlags } from './gate-flags.ts';
import { gateOnce, renderGate } from './gate-once.ts';
import { readOwnHeaders } from './own-headers.ts';
import { formats } from './render.ts';

const TOKEN = 'preview-token-7f3a';
const PASSWORD = 'open:sesame-sesame';
let shop: Server;
let others: Server;
let url: string;
let elsewhere: string;
let folder: string;
const refused: string[] = [];
const leaked: string[] = [];
const paths = new Set<string>();

const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-own-'));
  others = createServer((request, response) => {
    if (JSON.stringify(request.headers).includes(TOKEN) || request.headers.authorization !== undefined) leaked.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.writeHead(200, { 'content-type': request.url?.endsWith('.js') ? 'text/javascript' : 'text/plain' }).end('1');
  });
  shop = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    paths.add(pathname);
    const isIn =
      request.headers['x-preview-token'] === TOKEN && request.headers.authorization === `Basic ${Buffer.from(PASSWORD).toString('base64')}`;
    if (!isIn) {
      refused.push(pathname);
      return response.writeHead(401, { 'www-authenticate': 'Basic realm="preview"' }).end('who are you');
    }
    if (pathname === '/away') return response.writeHead(302, { location: `${elsewhere}/landed` }).end();
    if (pathname === '/old') return response.writeHead(302, { location: '/checkout' }).end();
    if (pathname === '/app.js')
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end('fetch("/api/cart"); fetch("/away");');
    if (pathname === '/api/cart') return response.end('{}');
    const page = (title: string) =>
      `<title>${title}</title><a href="/checkout">Pay</a> <a href="/mugs">Mugs</a><p>You sent ${request.headers['x-preview-token']}</p>
       <form action="/pay?k=${request.headers['x-preview-token']}"><input name="card" autocomplete="cc-number"></form>
       <script src="/app.js"></script><script src="${elsewhere}/third.js"></script>`;
    if (['/', '/checkout', '/mugs'].includes(pathname)) return response.writeHead(200, { 'content-type': 'text/html' }).end(page(pathname));
    return response.writeHead(404).end('nothing here');
  });
  url = `http://localhost:${await listen(shop)}`;
  elsewhere = `http://127.0.0.1:${await listen(others)}`;
});
afterAll(async () => {
  shop.close();
  others.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  refused.length = 0;
  leaked.length = 0;
  paths.clear();
});

const env = { PREVIEW_TOKEN: TOKEN, PREVIEW_LOGIN: PASSWORD };
const gate = (change: Partial<GateFlags>) => {
  const usual = { format: 'text', key: 'SHOPBELL_API_KEY', allowPrivate: true, rate: 100, runs: 1, config: undefined as never } as const;
  return gateOnce(url, { ...usual, header: ['X-Preview-Token:$PREVIEW_TOKEN'], basicAuth: 'PREVIEW_LOGIN', ...change }, env);
};

it('a preview behind a password is looked at whole: journeys, pages, payment page; nobody else is sent the secret, and nothing prints it', async () => {
  const journey = join(folder, 'pay.spec.ts');
  const written = join(folder, 'base.yml');
  await writeFile(
    journey,
    `import { test, expect } from '@playwright/test';
     test('pays', async ({ page }) => { await page.goto('/old'); await expect(page.locator('form')).toBeVisible(); await page.locator('#none').click({ timeout: 500 }); });`,
  );
  const traces = join(folder, 'traces');
  const { result } = await gate({ journey: [journey], traces, paymentPage: '/checkout', writeBaseline: written, country: 'PL' });
  expect(refused, 'every request of ours had it').toEqual([]);
  expect(leaked, 'nobody else got it').toEqual([]);
  expect(result.journeys.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
    expect.stringMatching(/^failed .*line 2: locator\.click/),
  ]);
  const all = formats.map((format) => renderGate(result, format)).join('\n') + (await readFile(written, 'utf8'));
  expect(all).toContain('third.js');
  for (const secret of [TOKEN, PASSWORD, 'sesame', Buffer.from(PASSWORD).toString('base64')]) expect(all).not.toContain(secret);
  expect(
    (await readdir(traces)).filter((name) => name.endsWith('.zip')),
    'a trace holds headers',
  ).toEqual([]);
}, 120_000);

it('without it the gate says that it could not look, and never passes', async () => {
  const { code } = await gate({ header: [], basicAuth: undefined as never, only: ['csp', 'cookies'] });
  expect(code).not.toBe(0);
});

it('--only fetches nothing else', async () => {
  // What the home page itself loads, when it has to be opened in a browser to be read.
  const asked = () => [...paths].filter((path) => !['/api/cart', '/app.js', '/away'].includes(path)).sort();
  await gate({ only: ['csp'] });
  expect(asked()).toEqual(['/', '/robots.txt']);
  paths.clear();
  await gate({ only: ['security-txt'] });
  expect(asked()).toEqual(['/', '/.well-known/security.txt', '/robots.txt']);
});

it('what is no header, no variable or no password is refused without naming a value', () => {
  const of = (header: string, basicAuth?: string) => () =>
    readOwnHeaders(
      new URL('https://shop.example'),
      { header: [header], ...(basicAuth === undefined ? {} : { basicAuth }) },
      { ...env, NOPE: 'secretword' },
    );
  expect(of(`X-A: b $PREVIEW_TOKEN \${PREVIEW_TOKEN}`)()?.headers).toEqual({ 'x-a': `b ${TOKEN} ${TOKEN}` });
  for (const text of ['nothing', ':x', 'Host:a', 'Cookie:a=b', 'X-A:', 'X-A:$MISSING', 'X-A:a\r\nX-B: c', 'Content-Length:3']) {
    expect(of(text), text).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  }
  expect(of('X-A:b', 'NOPE')).toThrow(/user:password/);
  expect(of('X-A:b', 'NOPE')).not.toThrow(/secretword/);
  const own = of('X-A:b')();
  const fits = (text: string) => own?.fits(new URL(text));
  expect([fits('https://shop.example/x'), fits('http://shop.example/'), fits('https://evil.shop.example/')]).toEqual([true, false, false]);
  expect(fits('https://shop.example.evil.example/')).toBe(false);
});
