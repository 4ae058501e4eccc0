import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { collectScripts } from './collect-scripts.ts';
import { openFetch } from './fetch-page.ts';
import { rememberFetch } from './remember-fetch.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function look(listener: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const target = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
  const fetch = openFetch({ http: openHttpClient() }, { allowPrivate: true }, async () => undefined);
  const libraries = await collectScripts(fetch, await fetch(target), null);
  return {
    libraries,
    asked: asked.filter((url) => url !== '/'),
    told: libraries.home?.map(({ library, version, by }) => `${library} ${version} ${by}`),
  };
}

it('reads the shop’s own scripts and inline ones, and takes a delivery network at its word', async () => {
  const { libraries, asked, told } = await look((request, response) => {
    if (request.url === '/') {
      return response.end(`<script src="/js/all.js?v=1&amp;t=2"></script><script src=https://cdn.jsdelivr.net/npm/vue@2.6.10></script>
        <script>/*! jQuery v1.12.4 */</script><script type="application/ld+json">{"x":"/*! jQuery v3.0.0 */"}</script><!-- jquery-9.9.9.js -->`);
    }
    return response.end('/*!\n * Bootstrap v3.3.7 (http://getbootstrap.com)\n */');
  });
  expect(told?.sort()).toEqual(['bootstrap 3.3.7 content', 'jquery 1.12.4 content', 'vue 2.6.10 address']);
  expect(asked).toEqual(['/js/all.js?v=1&t=2']);
  expect(libraries).toMatchObject({ payment: null, looked: 2, missing: [], cut: null });
  expect(libraries.home?.map(({ url }) => url).join()).not.toContain('?');
});

it('says which scripts it could not read', async () => {
  const { libraries } = await look((request, response) => {
    if (request.url === '/')
      return response.end('<script src="/gone.js"></script><script src="/broken.js"></script><script src="/large.js"></script>');
    if (request.url === '/gone.js') return response.writeHead(404).end();
    if (request.url === '/broken.js') return response.destroy();
    return response.end('x'.repeat(3_000_000));
  });
  expect(libraries.home).toEqual([]);
  expect(libraries.missing).toEqual([
    expect.stringContaining('/gone.js: it answered 404'),
    expect.stringContaining('/broken.js: '),
    expect.stringContaining('/large.js is larger than'),
  ]);
});

it('does not fetch more than it may from a page with a thousand scripts', async () => {
  const page = Array.from({ length: 1_000 }, (_, at) => `<script src="/s${at}.js"></script>`).join('');
  const { libraries, asked } = await look((request, response) => response.end(request.url === '/' ? page : ''));
  expect(asked).toHaveLength(24);
  expect(libraries.missing[0]).toContain('more scripts than are fetched');
});

it('of a page that did not answer knows nothing', async () => {
  const fetch = openFetch({ http: openHttpClient() }, { allowPrivate: true }, async () => undefined);
  expect(await collectScripts(fetch, { kind: 'unknown', reason: 'no answer' }, null)).toMatchObject({ home: null, cut: 'no answer' });
});

it('that another collector of the same look got already is not asked for again, unless it was cut or is asked otherwise', async () => {
  const asked: string[] = [];
  const fetch = rememberFetch(async (url, { maxBytes = 100 } = {}) => {
    asked.push(url);
    const base = { url, finalUrl: url, status: 200, headers: {}, cookies: [], body: 'x' };
    return { kind: 'got', value: { ...base, truncated: url.endsWith('large.js') && maxBytes < 1_000 } };
  });
  await fetch('https://shop.example/a.js');
  await fetch('https://shop.example/a.js', { maxBytes: 5 });
  await fetch('https://shop.example/a.js', { maxRedirects: 0 });
  await fetch('https://shop.example/large.js');
  await fetch('https://shop.example/large.js', { maxBytes: 2_000 });
  expect(asked.map((url) => url.slice(-7))).toEqual(['le/a.js', 'le/a.js', 'arge.js', 'arge.js']);
});
