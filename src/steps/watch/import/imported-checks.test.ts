import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { registerShop } from '#registry/index.ts';
import { readCheckFiles } from '../files/read-check-files.ts';
import { applyChecks, importChecks } from '../index.ts';
import { lookWith } from '../kinds/kinds.ts';
import type { ImportSource } from './imported-document.ts';

let house: TestHouse;
let base: string;
const seen: string[] = [];
const shop = createServer((request, response) => {
  const path = request.url ?? '';
  const { authorization = '', 'x-api-key': key = '' } = request.headers;
  seen.push(`${request.method} ${path} ${authorization}${String(key)}`);
  const json = (status: number, value: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (path === '/login') return json(200, { token: 't0k', cart: { id: 7 } });
  if (path === '/cart/7/A1') return json(authorization === 'Bearer t0k' ? 201 : 403, { cart: 7, items: [1] });
  if (path === '/moved') return response.writeHead(302, { location: '/closed' }).end();
  return json(path === '/closed' ? 503 : 200, { state: 'open', items: [{ state: 'up' }] });
});

beforeAll(async () => {
  house = await openTestHouse(() => ({ http: openHttpClient() }));
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
});
afterAll(async () => {
  shop.close();
  await house[Symbol.asyncDispose]();
});

function bring(from: ImportSource, text: string, prometheus: string | null = null) {
  const document = importChecks({ from, text, prometheus, shop: 'Practice' });
  if (typeof document === 'string') throw new Error(document);
  return document;
}

/** Looks once with each check of a file, every variable filled in. */
async function lookAll(yaml: string, variables: Readonly<Record<string, string>>) {
  const looks = readCheckFiles([{ path: 'x', text: yaml }]).wanted.map(async ({ key, target, secrets }) => {
    const values = Object.fromEntries(Object.entries(secrets).map(([name, variable]) => [name, variables[variable] ?? 'not set']));
    const { judged } = await lookWith(house, target, { allowPrivate: true, beats: null, controlled: false, secrets: values });
    return [key, judged.saw] as const;
  });
  return Object.fromEntries(await Promise.all(looks));
}

it('an imported file is applied as it is, once its variables are set', async () => {
  const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  await registerShop(scope, {
    ...{ name: 'Practice', url: 'https://shop.example', platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  const documents = [
    bring('uptime-kuma', fixture('kuma-rows.json')),
    bring('gatus', fixture('gatus.yaml')),
    bring('blackbox', fixture('blackbox.yml'), fixture('prometheus.yml')),
  ];
  for (const [nth, { yaml, secrets, taken }] of documents.entries()) {
    const files = { set: `from-${nth}`, files: [{ path: 'x.yaml', text: yaml }], only: null };
    const bare = await applyChecks(scope, files);
    expect({ applied: bare.applied, missing: bare.faults.length }).toEqual({
      applied: false,
      missing: new Set(secrets.map((one) => one.name)).size,
    });
    const given = Object.fromEntries(secrets.map(({ variable }) => [variable, 'set now']));
    const { applied, faults, changes } = await applyChecks(scope, { ...files, secrets: given });
    expect({ applied, faults, added: changes.length }).toEqual({ applied: true, faults: [], added: taken.length });
  }
});

it('a suite of Gatus is gone through as a whole, with what it stores', async () => {
  const { yaml, left } = bring(
    'gatus',
    `suites:
  - name: buy
    context: { sku: A1 }
    endpoints:
      - { name: in, url: ${base}/login, method: POST, body: '{"password":"$SHOP_PASSWORD"}', conditions: ['[STATUS] == 200'], store: { session: '[BODY].token', cart: '[BODY].cart.id' } }
      - { name: put, url: '${base}/cart/[CONTEXT].cart/[CONTEXT].sku', method: PUT, headers: { Authorization: 'Bearer [CONTEXT].session' }, conditions: ['[STATUS] == 201', '[BODY].cart == [CONTEXT].cart', 'len([BODY].items) == 1'] }
endpoints:
  - { name: any, url: '${base}/closed', conditions: ['[CONNECTED] == true'] }
  - { name: open, url: '${base}/', conditions: ['[BODY].items[*].state == up', '[STATUS] == pat(2*)'] }
  - { name: moved, url: '${base}/moved', client: { ignore-redirect: true }, conditions: ['[STATUS] == 302'] }
  - { name: followed, url: '${base}/moved', conditions: ['[STATUS] == 302'] }
`,
  );
  expect(left).toEqual([]);
  expect(await lookAll(yaml, { SHOP_PASSWORD: 'x' })).toEqual({ buy: 'up', any: 'up', open: 'up', moved: 'up', followed: 'down' });
});

it('monitors of Uptime Kuma let themselves in with what the variables hold', async () => {
  const monitor = { type: 'http', active: 1, interval: 60, maxretries: 0, accepted_statuscodes: ['200-299'] };
  const { yaml, secrets } = bring(
    'uptime-kuma',
    JSON.stringify([
      { ...monitor, name: 'Basic', url: `${base}/basic?token=HUSH`, basic_auth_user: 'walker', basic_auth_pass: 'HUSH' },
      {
        ...monitor,
        name: 'Key',
        url: `${base}/key`,
        headers: '{"X-Api-Key":"HUSH"}',
        type: 'keyword',
        keyword: 'closed',
        invertKeyword: true,
      },
      { ...monitor, name: 'Closed', url: `${base}/moved`, accepted_statuscodes: ['503'] },
      { ...monitor, name: 'Still', url: `${base}/moved`, maxredirects: 0, accepted_statuscodes: ['300-399'] },
      { ...monitor, name: 'State', url: `${base}/`, type: 'json-query', jsonPath: 'items[0].state', expectedValue: 'down' },
    ]),
  );
  expect(secrets.map(({ variable }) => variable).sort()).toEqual(['BASIC_BASIC', 'BASIC_TOKEN', 'KEY_X_API_KEY']);
  seen.length = 0;
  const looked = await lookAll(yaml, { BASIC_BASIC: 'd2Fsa2VyOng=', BASIC_TOKEN: 'a b', KEY_X_API_KEY: 'k' });
  expect(looked).toEqual({ basic: 'up', key: 'up', closed: 'up', still: 'up', state: 'down' });
  expect(seen).toEqual(expect.arrayContaining(['GET /basic?token=a%20b Basic d2Fsa2VyOng=', 'GET /key k']));
});
