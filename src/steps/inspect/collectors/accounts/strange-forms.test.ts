import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openFetch } from '../fetch-page.ts';
import { collectAccounts } from './collect-accounts.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const first = { address: 'test@shop.example', password: 'right-password' };
const servers: Server[] = [];
let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-strange-'));
  browser = openBrowser({ cacheFolder: folder });
});

afterAll(async () => {
  await browser.close();
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

async function look(answer: (asked: Asked, reply: (status: number, body: string, headers?: Record<string, string>) => void) => void) {
  const asked: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', body };
      asked.push(one);
      answer(one, (status, text, headers = {}) => response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(text));
    });
  };
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const pace = async () => undefined;
  const fetch = openFetch({ http: openHttpClient() }, { allowPrivate: true }, pace);
  const home = await fetch(url);
  if (home.kind === 'unknown') throw new Error(home.reason);
  const wish = { allowPrivate: true, shop: new URL(url), home: home.value, pace, accounts: { first, second: null, mayLock: true } };
  return { seen: await collectAccounts({ browser, random: systemRandom, clock: systemClock }, fetch, wish), asked };
}

const home = '<title>Shop</title><a href="/konto">Mein Konto</a>';
const fields = '<input type="email" name="mail"><input type="password" name="secret"><button>Anmelden</button>';

it('a sign-in that scripts send as JSON, with a token in the browser’s storage, is tried; what only cookies would prove is unknown', async () => {
  const script = `document.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const answer = await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mail: form.get('mail'), secret: form.get('secret') }) });
    const said = await answer.json();
    if (said.token) { localStorage.token = said.token; location.reload(); } else document.querySelector('p').textContent = said.error;
  });
  if (localStorage.token) document.body.innerHTML = '<h1>Hallo</h1><p>test@shop.example</p><button>Abmelden</button>';`;
  const { seen, asked } = await look((one, reply) => {
    if (one.url === '/') return reply(200, home);
    if (one.url === '/konto') return reply(200, `<form>${fields}</form><p></p><script>${script}</script>`);
    if (one.url !== '/api/session') return reply(404, 'no');
    const typed = JSON.parse(one.body);
    if (typed.mail !== first.address) return reply(404, '{"error":"Dieses Konto gibt es nicht."}', { 'content-type': 'application/json' });
    if (typed.secret !== first.password) return reply(401, '{"error":"Das Passwort ist falsch."}', { 'content-type': 'application/json' });
    return reply(200, '{"token":"abc"}', { 'content-type': 'application/json' });
  });
  expect(seen?.session).toMatchObject({ kind: 'got', value: { carried: { value: false }, survives: { kind: 'unknown' } } });
  const tries = seen?.tries?.kind === 'got' ? seen.tries.value.list : [];
  expect(tries.length).toBeGreaterThanOrEqual(8);
  expect(new Set(tries.map(({ who, said, status }) => `${who} ${status} ${said}`))).toEqual(
    new Set(['own 401 Das Passwort ist falsch.', 'invented 404 Dieses Konto gibt es nicht.']),
  );
  expect(asked.filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(12);
  expect(asked.some(({ url }) => url.includes('secret='))).toBe(false);
});

it('a form that would put the password into an address is never sent, nor one that sends to another site', async () => {
  const leaking = await look((one, reply) => reply(200, one.url === '/' ? home : `<form action="/konto" method="get">${fields}</form>`));
  expect(leaking.seen?.session).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('into an address') });
  expect(leaking.asked.some(({ url }) => url.includes('secret=') || url.includes('right-password'))).toBe(false);
  const elsewhere: string[] = [];
  const other = await look((one, reply) => {
    if (one.method === 'POST') elsewhere.push(one.body);
    return reply(200, one.url === '/' ? home : `<form action="http://localhost:${servers.length}/x" method="post">${fields}</form>`);
  });
  expect(other.seen?.session).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('to another site') });
  expect(other.seen?.sent).toEqual([]);
  expect(elsewhere).toEqual([]);
});

it('a lock is noticed and trying ends there', async () => {
  let wrong = 0;
  const { seen, asked } = await look((one, reply) => {
    if (one.url === '/') return reply(200, home);
    if (one.method === 'POST' && one.body.includes('test%40shop.example')) wrong += one.body.includes('right-password') ? 0 : 1;
    const said = one.method !== 'POST' ? '' : wrong >= 2 ? 'Ihr Konto wurde gesperrt.' : 'Das war nicht richtig.';
    return reply(200, `<form action="/konto" method="post">${fields}</form><p>${said}</p>`);
  });
  expect(seen?.session).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('is its password right') });
  expect(seen?.tries).toMatchObject({ kind: 'got', value: { ended: 'The shop showed a limit: locked.' } });
  expect(wrong).toBe(2);
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(5);
});

it('broken, huge and endless pages are unknown, and nothing is sent', async () => {
  const loop = await look((one, reply) => (one.url === '/' ? reply(200, home) : reply(302, '', { location: `/konto?${one.url.length}` })));
  expect(loop.seen).toMatchObject({ signIn: { kind: 'unknown' }, session: { kind: 'unknown' }, sent: [] });
  const huge = await look((one, reply) =>
    reply(200, one.url === '/' ? `${home}${'<a href="/x">x</a>'.repeat(20_000)}` : '<form>'.repeat(20_000)),
  );
  expect(huge.seen).toMatchObject({ signIn: { kind: 'unknown' }, sent: [] });
});
