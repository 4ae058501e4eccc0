import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { bucketsIn } from '../buckets.ts';
import { goldenInspection } from '../checks/golden-inspection.ts';
import { judgeOne, keysOf } from '../checks/judge-one.ts';
import { secretsIn } from '../script-secrets.ts';
import type { Insides } from '../site.ts';
import { collectInsides } from './collect-insides.ts';
import { openFetch } from './fetch-page.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function look(listener: RequestListener) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const target = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
  const fetch = openFetch({ http: openHttpClient() }, { allowPrivate: true }, async () => undefined);
  const home = await fetch(target);
  return goldenInspection({ target, home, insides: await collectInsides(fetch, home, true) });
}

const key = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`;
const map = (text: string) => JSON.stringify({ version: 3, sources: ['shop.ts'], sourcesContent: [text], mappings: '' });

it('finds a source map with its source, and a key in it, without keeping the key', async () => {
  const inspection = await look((request, response) => {
    if (request.url === '/')
      return response.end('<script src="/assets/app.0a1b2c3d.js"></script><script src="https://cdn.example/x.js"></script>');
    if (request.url === '/assets/app.0a1b2c3d.js') return response.end('let a=1;\n//# sourceMappingURL=app.0a1b2c3d.js.map');
    if (request.url === '/assets/app.0a1b2c3d.js.map') return response.end(map(`const k = '${key}'`));
    return response.writeHead(404).end();
  });
  expect(keysOf('source-maps', inspection)).toEqual(['/assets/app.js.map']);
  expect(keysOf('script-secrets', inspection)).toEqual(['stripe-secret']);
  expect(judgeOne('script-secrets', inspection)).toBe('fail critical');
  expect(JSON.stringify(inspection.insides)).not.toContain('4eC39');
  expect(judgeOne('graphql-introspection', inspection)).toBe('notApplicable');
});

it('claims nothing for a map that is a page of HTML, holds no source, or is not there', async () => {
  for (const body of ['<!doctype html><title>Shop</title>', JSON.stringify({ version: 3, sources: ['a.ts'], mappings: 'AAAA' }), null]) {
    const inspection = await look((request, response) => {
      if (request.url === '/') return response.end('<script src=/a.js></script>');
      if (request.url === '/a.js') return response.end('1\n//# sourceMappingURL=a.js.map\n');
      return body === null ? response.writeHead(404).end() : response.end(body);
    });
    expect(judgeOne('source-maps', inspection)).toBe('pass');
  }
});

it('does not call fine what a home page of an error, or one that was cut off, does not show', async () => {
  for (const [status, body] of [
    [500, 'error'],
    [403, 'who are you?'],
    [200, 'x'.repeat(1_100_000)],
  ] as const) {
    const inspection = await look((_request, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(body));
    for (const check of ['script-secrets', 'source-maps', 'storage-buckets'])
      expect(judgeOne(check, inspection), `${status}`).toBe('unknown');
  }
});

it('knows an interface that tells its types, one that refuses, and a page that is neither', async () => {
  const answering = (body: string, status = 200) =>
    look((request, response) =>
      request.url?.startsWith('/graphql')
        ? response.writeHead(status).end(body)
        : request.url === '/'
          ? response.end('shop')
          : response.writeHead(404).end(),
    );
  expect(judgeOne('graphql-introspection', await answering('{"data":{"__schema":{"queryType":{"name":"Query"}}}}'))).toBe('warn low');
  expect(judgeOne('graphql-introspection', await answering('{"errors":[{"message":"introspection is not allowed"}]}', 400))).toBe('pass');
  expect(judgeOne('graphql-introspection', await answering('<html>{"data":{"__schema"</html>'))).toBe('notApplicable');
});

it('knows storage by its address, and judges its list', () => {
  const text = `<img src="https://zofia-media.s3.eu-central-1.amazonaws.com/a.png"><img src="https://s3.amazonaws.com/old-bucket/b.png">
    https://storage.googleapis.com/shop-media/c.png https://zofia.blob.core.windows.net/invoices/d.pdf https://zofia-media.s3.eu-central-1.amazonaws.com/e.png`;
  expect(bucketsIn(text).map(({ name }) => name)).toEqual(['zofia-media', 'old-bucket', 'shop-media', 'zofia/invoices']);
  const golden = goldenInspection().insides;
  const bucket = (isOpen: boolean | null): Insides => ({ ...golden, buckets: [{ name: 'b', isOpen, text: 'it answered' }] });
  expect(judgeOne('storage-buckets', goldenInspection({ insides: bucket(true) }))).toBe('fail high');
  expect(judgeOne('storage-buckets', goldenInspection({ insides: bucket(false) }))).toBe('pass');
  expect(judgeOne('storage-buckets', goldenInspection({ insides: bucket(null) }))).toBe('unknown');
  expect(judgeOne('storage-buckets', goldenInspection({ depth: 'visitor' }))).toBe('notApplicable');
});

it('takes placeholders and public keys for none', () => {
  expect(
    secretsIn(
      "pk_live_abcdefghijklmnopqrstuvwx 'mysql://user:password@localhost/shop' AKIAIOSFODNN7EXAMPLE sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
    ),
  ).toEqual([]);
  expect(secretsIn('postgres://shop:s3cr3tW0rd@db.internal.shop.test:5432/shop')).toEqual(['database-address']);
});
