import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { csrf, isOwnOrigin } from './csrf.ts';
import { errorPage } from './error-page.tsx';
import { openWeb } from './open-web.ts';
import { securityHeaders } from './security-headers.ts';
import type { WebEnv } from './types.ts';

const org: OrgId = 'org_00000000000000000000000001';
const web = openWeb(productFiles);
let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

function app(session: string | null, anonymous: 'cookie' | 'origin' = 'cookie'): Hono<WebEnv> {
  const made = new Hono<WebEnv>();
  made.use(securityHeaders({ https: true }));
  made.use(web.prepare);
  made.use(async (c, next) => {
    c.set('house', house);
    c.set('scope', { house, org, actor: { kind: 'person', id: 'per_1', role: 'owner' } });
    await next();
  });
  made.use(csrf({ sessionOf: () => session, anonymous }));
  made.get('/form', (c) => c.text(c.var.csrf));
  made.post('/form', (c) => c.text('changed'));
  made.get('/broken', () => {
    throw new Error('select from secret_table');
  });
  made.onError((error, c) => errorPage(c, error));
  return made;
}

function send(token: string, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    body: new URLSearchParams({ _csrf: token, name: 'x' }),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  };
}

test('a form of one session is refused in another, without a token, and from another site', async () => {
  const token = await (await app('session-a').request('/form')).text();
  expect(await (await app('session-a').request('/form', send(token))).text()).toBe('changed');
  expect((await app('session-b').request('/form', send(token))).status).toBe(403);
  expect((await app('session-a').request('/form', send(''))).status).toBe(403);
  expect(
    (await app('session-a').request('/form', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status,
  ).toBe(403);
  expect((await app('session-a').request('/form', send(token, { 'sec-fetch-site': 'cross-site' }))).status).toBe(403);
  expect((await app('session-a').request('/form', send(token, { origin: 'https://evil.example' }))).status).toBe(403);
});

test('without a session the token is tied to a cookie that scripts cannot read', async () => {
  const first = await app(null).request('/form');
  const cookie = first.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^shopbell_form=[\w-]{43}; .*HttpOnly.*SameSite=Strict/);
  const token = await first.text();
  const carried = { cookie: cookie.split(';')[0] ?? '' };
  expect((await app(null).request('/form', send(token, carried))).status).toBe(200);
  expect((await app(null).request('/form', send(token))).status).toBe(403);
});

test('customers’ forms need no cookie, but must come from our own page', async () => {
  const made = app(null, 'origin');
  expect((await made.request('/form')).headers.get('set-cookie')).toBeNull();
  expect((await made.request('/form', send('', { 'sec-fetch-site': 'same-origin' }))).status).toBe(200);
  expect((await made.request('/form', send('', { 'sec-fetch-site': 'cross-site' }))).status).toBe(403);
});

test('where a request comes from is judged by Sec-Fetch-Site first, then by Origin', () => {
  const judge = (headers: Record<string, string>) => isOwnOrigin(new Headers(headers), 'https://bell.example', 'http://127.0.0.1:8080/x');
  expect(judge({ 'sec-fetch-site': 'same-site' })).toBe(false);
  expect(judge({ origin: 'https://bell.example' })).toBe(true);
  expect(judge({ origin: 'http://127.0.0.1:8080' })).toBe(true);
  expect(judge({ origin: 'null' })).toBe(false);
  expect(judge({})).toBe(true);
});

test('an error says what happened and what to do, in the reader’s form, and never what is inside', async () => {
  const page = await app('s').request('/form', { ...send('wrong'), headers: { 'accept-language': 'de' } });
  const html = await page.text();
  expect(html).toContain('Was zu tun ist');
  expect(html).toContain('FORM_STALE');
  const json = await app('s').request('/broken', { headers: { accept: 'application/json' } });
  expect(json.status).toBe(500);
  expect(await json.json()).toMatchObject({ error: { code: 'DEFECT', remedy: expect.any(String) } });
  expect(await (await app('s').request('/broken')).text()).not.toContain('secret_table');
});

test('every answer carries the headers, errors too', async () => {
  for (const path of ['/form', '/broken', '/nowhere']) {
    const { headers } = await app('s').request(path);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toContain('max-age=63072000');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  }
});
