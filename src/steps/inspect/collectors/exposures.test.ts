import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { goldenInspection } from '../checks/golden-inspection.ts';
import { judgeOne, keysOf } from '../checks/judge-one.ts';
import { folderOf, pathOf } from '../exposure-matching.ts';
import type { Inspection } from '../inspection.ts';
import { exposures } from '../tables.ts';
import { collectExposures } from './collect-exposures.ts';
import { openFetch } from './fetch-page.ts';
import { openPace } from './pace.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
}

/** A real look at a real server. */
async function look(
  target: string,
  change: { readonly budgetMs?: number; readonly perSecond?: number; readonly home?: string; readonly origin?: string } = {},
): Promise<Inspection> {
  const outside = { http: openHttpClient(), random: systemRandom, clock: systemClock };
  const fetch = openFetch(outside, { allowPrivate: true }, openPace(systemClock, change.perSecond ?? 5_000));
  const startedAt = '2026-11-30T10:00:00.000Z';
  const home = await fetch(`${target}${change.home ?? '/'}`);
  const origin = change.origin ?? target;
  const place = { target, origin, startedAt, entries: exposures(), folder: folderOf(home), budgetMs: change.budgetMs ?? 60_000 };
  return goldenInspection({ target, startedAt, home, exposures: await collectExposures(outside, fetch, place) });
}

const all = (inspection: Inspection) =>
  ['exposed-files', 'exposed-files-deep', 'admin-panels'].flatMap((check) => keysOf(check, inspection)).sort();
const dump = '-- MySQL dump 10.13\nCREATE TABLE `customers` (id int);\n';
const notFound = (response: ServerResponse) => response.writeHead(404).end('not found');
const html = (request: IncomingMessage) =>
  `<!doctype html><html><title>Shop ${request.url}</title><body>You asked for ${request.url}: adminer, phpMyAdmin index of ${request.url}</body></html>`;

describe('a site that answers every name', () => {
  it('alike, repeating the address in its page, has nothing exposed', async () => {
    expect(all(await look(await serve((request, response) => response.setHeader('content-type', 'text/html').end(html(request)))))).toEqual(
      [],
    );
  });

  it('with a page that carries every marker has nothing exposed', async () => {
    const markers = ['<title>phpinfo()</title>', '<title>Index of /</title>', 'DB_PASSWORD', '[core]', 'APP_KEY=1', dump].join('\n');
    const shop = await serve((_request, response) => response.setHeader('content-type', 'text/plain').end(markers));
    expect(all(await look(shop))).toEqual([]);
  });

  it('and really has a folder and files open besides, is found out in exactly these', async () => {
    const real: Readonly<Record<string, string>> = {
      '/ftp/': '<html><head><title>listing directory /ftp/</title></head><body><h1>listing</h1>acquisitions.md</body></html>',
      '/.git/HEAD': 'ref: refs/heads/main\n',
      '/metrics': '# HELP shop_orders orders\n# TYPE shop_orders counter\nshop_orders 5\n',
      '/swagger.json': '{"swagger":"2.0"}',
    };
    const shop = await serve((request, response) => {
      const body = real[request.url ?? ''];
      response
        .setHeader('content-type', body?.startsWith('<') || body === undefined ? 'text/html' : 'text/plain')
        .end(body ?? html(request));
    });
    expect(all(await look(shop))).toEqual(['/.git/HEAD', '/ftp/', '/metrics', '/swagger.json']);
  });
});

describe('a server with ways of its own', () => {
  it('only leads to another host: what lies there was not tried, and is found where it is tried', async () => {
    const shop = await serve((request, response) =>
      request.url === '/.env' ? response.end('DB_PASSWORD=x') : request.url === '/' ? response.end('shop') : notFound(response),
    );
    const front = await serve((request, response) => response.writeHead(301, { location: `${shop}${request.url}` }).end());
    expect(judgeOne('exposed-files', await look(front))).toBe('unknown');
    expect(all(await look(front, { origin: shop }))).toEqual(['/.env']);
  });

  it('sends what cannot be unpacked: nothing was tried', async () => {
    const shop = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end('no gzip'));
    expect(judgeOne('exposed-files', await look(shop))).toBe('unknown');
  });

  it('has its sign-in at /admin/login, to which /admin leads', async () => {
    const shop = await serve((request, response) => {
      if (request.url === '/admin' || request.url === '/admin/') return response.writeHead(302, { location: '/admin/login' }).end();
      const isSignIn = request.url === '/admin/login';
      if (!isSignIn && request.url !== '/') return notFound(response);
      return response.end(`<html><title>${isSignIn ? 'Admin Login' : 'Shop'}</title>${' '.repeat(4_000)}<input type="password"></html>`);
    });
    expect(all(await look(shop))).toEqual(['/admin/login']);
  });

  it('ignores Range, packs a dump on the way, and sends a big one: each is found', async () => {
    const shop = await serve((request, response) => {
      if (request.url === '/dump.sql') return response.end(dump + 'x'.repeat(900_000));
      if (request.url === '/backup.sql.gz') return response.setHeader('content-encoding', 'gzip').end(gzipSync(dump));
      if (request.url === '/dump.sql.gz') return response.setHeader('content-type', 'application/gzip').end(gzipSync(dump));
      return request.url === '/' ? response.end('shop') : notFound(response);
    });
    expect(all(await look(shop))).toEqual(['/backup.sql.gz', '/dump.sql', '/dump.sql.gz']);
  });

  it('is guarded by a wall that answers 403 or a page with 200: nothing is claimed; busy answers are unknown', async () => {
    const walled = await serve((request, response) => {
      if (request.url === '/') return response.end('shop');
      response.statusCode = /env|git/.test(request.url ?? '') ? 403 : 200;
      return response.setHeader('content-type', 'text/html').end('<html><title>Access denied</title>Request blocked. Ray 123</html>');
    });
    const inspection = await look(walled);
    expect(all(inspection)).toEqual([]);
    expect(judgeOne('exposed-files', inspection)).toBe('pass');
    const busy = await serve((request, response) => (request.url === '/' ? response.end('shop') : response.writeHead(429).end()));
    expect(judgeOne('exposed-files', await look(busy))).toBe('unknown');
  });

  it('redirects every name to its sign-in: nothing is claimed', async () => {
    const shop = await serve((request, response) =>
      request.url === '/' || request.url === '/login'
        ? response.end('DB_PASSWORD=1')
        : response.writeHead(302, { location: '/login' }).end(),
    );
    expect(all(await look(shop))).toEqual([]);
  });

  it('answers after a while: the look ends with its budget, and what was not tried is unknown', async () => {
    const shop = await serve(
      (request, response) => void setTimeout(() => (request.url === '/' ? response.end('shop') : notFound(response)), 120),
    );
    const started = performance.now();
    const inspection = await look(shop, { budgetMs: 600 });
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(judgeOne('exposed-files-deep', inspection)).toBe('unknown');
  });

  it('is never asked faster than the pace, though several answers are waited for', async () => {
    const times: number[] = [];
    const shop = await serve((request, response) => {
      times.push(performance.now());
      setTimeout(() => (request.url === '/' ? response.end('shop') : notFound(response)), 100);
    });
    await look(shop, { perSecond: 100, budgetMs: 1_500 });
    expect(times.length).toBeGreaterThan(25);
    for (let at = 20; at < times.length; at += 20) expect((times[at] ?? 0) - (times[at - 20] ?? 0)).toBeGreaterThan(150);
  });

  it('goes away in the middle: the rest is not asked', async () => {
    let asked = 0;
    const shop = await serve((request, response) => {
      asked += 1;
      if (request.url === '/' || asked < 20) return request.url === '/' ? response.end('shop') : notFound(response);
      return response.destroy();
    });
    expect(judgeOne('exposed-files-deep', await look(shop))).toBe('unknown');
    expect(asked).toBeLessThan(40);
  });
});

describe('names', () => {
  const place = { target: 'https://www.zofia-shop.co.uk', startedAt: '2026-11-30T10:00:00.000Z' };
  it('are made of the shop’s own and of the day', () => {
    expect(pathOf({ path: '/{host}.zip' }, place)).toBe('/www.zofia-shop.co.uk.zip');
    expect(pathOf({ path: '/{domain}.sql' }, place)).toBe('/zofia-shop.co.uk.sql');
    expect(pathOf({ path: '/{name}.zip' }, place)).toBe('/zofia-shop.zip');
    expect(pathOf({ path: '/b-{date}-{compact}-{year}' }, place)).toBe('/b-2026-11-30-20261130-2026');
    expect(pathOf({ path: '/{domain}.sql' }, { ...place, target: 'https://127.0.0.1' })).toBeNull();
  });

  it('are tried in the folder in which the shop lives too, not in that of a language', async () => {
    const shop = await serve((request, response) => {
      if (request.url === '/') return response.writeHead(302, { location: '/shop/' }).end();
      if (request.url === '/shop/') return response.end('<title>Shop</title>');
      return request.url === '/shop/.env' ? response.end('DB_PASSWORD=x') : notFound(response);
    });
    expect(all(await look(shop))).toEqual(['/shop/.env']);
    const at = (finalUrl: string) =>
      folderOf({ kind: 'got', value: { url: finalUrl, finalUrl, status: 200, headers: {}, cookies: [], body: '', truncated: false } });
    expect([at('https://a.example/de-DE/'), at('https://a.example/index.php'), at('https://a.example/store/en/')]).toEqual([
      null,
      null,
      '/store',
    ]);
  });

  it('fit into the time at the pace on loopback, and cover every kind', () => {
    const tried = exposures().filter((entry) => pathOf(entry, place) !== null);
    expect(tried.length).toBeGreaterThanOrEqual(150);
    expect(tried.length / 5).toBeLessThanOrEqual(40);
    expect(exposures().filter((entry) => entry['well-known']).length / 2).toBeLessThanOrEqual(20);
  });
});
