import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { collectWays, follow } from './collect-ways.ts';
import { openFetch } from './fetch-page.ts';

const goes: Readonly<Record<string, string>> = {
  '/a': '/b',
  '/b': '/c',
  '/round': '/about',
  '/about': '/round',
  '/away': 'mailto:x@shop.example',
};
const server = createServer((request, response) => {
  const url = request.url ?? '';
  const on = /^\/on(\d+)$/.exec(url)?.[1];
  const to = goes[url] ?? (on === undefined ? undefined : `/on${Number(on) + 1}`);
  return to === undefined ? response.end('shop') : response.writeHead(302, { location: to }).end();
});
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  base = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => server.closeAllConnections());

const fetch = openFetch({ http: openHttpClient({ lookup: async () => ['127.0.0.1'] }) }, { allowPrivate: true }, async () => undefined);
const along = async (path: string) => {
  const { steps, end } = await follow(fetch, `${base}${path}`);
  return [steps.map(({ url }) => new URL(url).pathname), end];
};

it('follows an address to its end, in circles, and on and on', async () => {
  expect(await along('/a')).toEqual([['/a', '/b', '/c'], 'answer']);
  expect(await along('/round')).toEqual([['/round', '/about'], 'loop']);
  expect(await along('/away')).toEqual([['/away'], 'answer']);
  const [steps, end] = await along('/on1');
  expect(steps).toHaveLength(8);
  expect(end).toBe('long');
});

it('tries each spelling of a name, and none at a port of its own', async () => {
  expect((await collectWays(fetch, new URL('https://shop.example.com/'))).map(({ from }) => from)).toEqual([
    'http://shop.example.com/',
    'https://shop.example.com/',
  ]);
  expect((await collectWays(fetch, new URL('https://example.com/'))).map(({ from }) => from)).toContain('https://www.example.com/');
  expect((await collectWays(fetch, new URL('https://www.example.com/'))).map(({ from }) => from)).toContain('http://example.com/');
  expect(await collectWays(fetch, new URL(`${base}/`))).toEqual([]);
});
