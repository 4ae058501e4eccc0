import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { ShopId } from '#kernel/ids.ts';
import { makeKey, registerShop } from '#registry/index.ts';
import type { KeyPermission } from '#registry/types.ts';
import { errorPage } from '#web/error-page.tsx';
import { apiRoutes } from './api-routes.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

async function openShops() {
  const scope = house.scope(house.newOrg(), 'owner');
  const person = { name: 'Shop', address: 'care@shop.example' };
  const add = (name: string) =>
    registerShop(scope, {
      ...{ name, url: `https://${name}.example`, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
      ...{ contact: { ...person, phone: '555' }, privacyContact: person },
    });
  const north = await add('north');
  const south = await add('south');
  const key = async (permission: KeyPermission, shop: ShopId | null = null) =>
    (await makeKey(scope, { name: 'k', permissions: [permission], shop })).text;
  return { north: north.shop, south: south.shop, key };
}

const app = () => {
  const api = apiRoutes(house);
  api.onError((error, c) => {
    c.set('house' as never, house as never);
    return errorPage(c as never, error, { layout: 'public' });
  });
  return api;
};
const ask = (path: string, key: string | null, body?: object) =>
  app().request(`http://bell.example${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { accept: 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const file = (shop: string) => ({
  set: 'git',
  files: [
    { path: 'a.yaml', text: `shop: ${shop}\nchecks:\n  - { name: door, key: ${shop}, kind: tcp, host: ${shop}.example, port: 443 }\n` },
  ],
});

describe('the API of checks', () => {
  it('applies files by a key that may, and tells every check with its state', async () => {
    const { key } = await openShops();
    const deploy = await key('set-checks');
    const planned = await (await ask('/checks/plan', deploy, file('north'))).json();
    expect(planned).toMatchObject({ applied: false, changes: [{ action: 'add', key: 'north' }] });
    expect(await (await ask('/checks/apply', deploy, file('north'))).json()).toMatchObject({ applied: true });
    const { checks } = (await (await ask('/checks', await key('look'))).json()) as { checks: object[] };
    expect(checks).toMatchObject([
      { name: 'door', kind: 'tcp', destination: 'north.example:443', state: 'unknown', file: { set: 'git', key: 'north' } },
    ]);
  });

  it('says by its status that files are not right', async () => {
    const { key } = await openShops();
    const answer = await ask('/checks/apply', await key('set-checks'), { set: 'git', files: [{ path: 'a.yaml', text: 'shop: [' }] });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ applied: false, faults: [expect.stringMatching(/^a.yaml:1: /)] });
    expect((await ask('/checks/apply', await key('set-checks'), { nonsense: true })).status).toBe(400);
  });

  it('lets nobody do what their key does not say, nor at another shop', async () => {
    const { north, key } = await openShops();
    expect((await ask('/checks', null)).status).toBe(401);
    expect((await ask('/checks/apply', await key('look'), file('north'))).status).toBe(403);
    expect((await ask('/checks/apply', await key('set-checks', north), file('south'))).status).toBe(403);
    expect((await ask('/checks/apply', await key('set-checks', north), file('north'))).status).toBe(200);
    const stranger = await openShops();
    expect(await (await ask('/checks', await stranger.key('look'))).json()).toEqual({ checks: [] });
  });
});

describe('the API of releases', () => {
  it('notes a release once, at the shop that the key speaks for or that is named', async () => {
    const { north, key } = await openShops();
    const bound = await key('set-checks', north);
    const first = await ask('/releases', bound, { version: '2.4.0', link: 'https://git.example/shop/releases/2.4.0' });
    expect([first.status, await first.json()]).toEqual([201, { release: expect.stringMatching(/^rel_/), isNew: true }]);
    expect(await (await ask('/releases', bound, { version: '2.4.0' })).json()).toMatchObject({ isNew: false });
    expect(await (await ask('/releases', bound, { version: '2.4.1' })).json()).toMatchObject({ isNew: true });
    // Back to the version before: that is a change too.
    expect(await (await ask('/releases', bound, { version: '2.4.0' })).json()).toMatchObject({ isNew: true });
    const any = await key('set-checks');
    expect(await (await ask('/releases', any, { version: '7', shop: 'south' })).json()).toMatchObject({ isNew: true });
    expect((await ask('/releases', any, { version: '7' })).status).toBe(400);
  });

  it('takes nothing that is not right, from nobody who may not', async () => {
    const { north, key } = await openShops();
    const bound = await key('set-checks', north);
    const status = async (text: string | null, body: object) => (await ask('/releases', text, body)).status;
    expect(await status(null, { version: '1' })).toBe(401);
    expect(await status(await key('look'), { version: '1' })).toBe(403);
    expect(await status(bound, { version: '1', shop: 'south' })).toBe(404);
    expect(await status(bound, { version: ' ' })).toBe(400);
    expect(await status(bound, { version: 'x'.repeat(101) })).toBe(400);
    expect(await status(bound, { version: '1', link: 'javascript:alert(1)' })).toBe(400);
    expect(await status(bound, { version: '1', at: '2999-01-01T00:00:00Z' })).toBe(400);
    expect(await status(bound, { version: '1', at: '2001-01-01T00:00:00Z' })).toBe(400);
    expect(await status(bound, { version: '1', at: 'yesterday' })).toBe(400);
    expect(await status((await openShops()).north, { version: '1' })).toBe(401);
  });
});

it('reads no more than it must, also of a body that does not say how long it is', async () => {
  const { key } = await openShops();
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1_000_000;
      controller.enqueue(new Uint8Array(1_000_000));
    },
  });
  const answer = await app().request('http://bell.example/checks/apply', {
    method: 'POST',
    headers: { accept: 'application/json', authorization: `Bearer ${await key('set-checks')}` },
    body: endless,
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(413);
  expect(sent).toBeLessThan(30_000_000);
});

describe('the API of bills of materials', () => {
  const sbom = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ name: 'a', version: '1.0.0', purl: 'pkg:npm/a@1.0.0' }] };

  it('takes one by a key that may, once, and tells what is known of it', async () => {
    house.jobs.define('inspect.judge-sbom', async () => undefined);
    const { key, north, south } = await openShops();
    const [deploy, look, ofSouth] = [await key('set-checks'), await key('look'), await key('look', south)];
    const given = await ask('/sboms?shop=north&system=back%20office&release=2.4.0', deploy, sbom);
    expect(given.status).toBe(201);
    const { sbom: id, components, isNew } = (await given.json()) as { sbom: string; components: number; isNew: boolean };
    expect({ components, isNew }).toEqual({ components: 1, isNew: true });
    expect((await ask('/sboms?shop=north&system=back%20office&release=2.4.0', deploy, sbom)).status).toBe(200);
    expect(await (await ask(`/sboms?shop=${north}`, look)).json()).toMatchObject({
      sboms: [{ sbom: id, system: 'back office', release: '2.4.0' }],
    });
    expect(await (await ask(`/sboms/${id}`, look)).json()).toMatchObject({ status: 'waiting', report: null });
    expect((await ask(`/sboms/${id}`, ofSouth)).status).toBe(404);
    expect((await ask('/sboms?shop=north', look, sbom)).status).toBe(403);
    expect((await ask('/sboms?shop=north', null, sbom)).status).toBe(401);
    expect((await ask('/sboms', deploy, sbom)).status).toBe(400);
    expect((await ask('/sboms?shop=north', deploy, { nonsense: 1 })).status).toBe(400);
    const { key: theirs } = await openShops();
    expect((await ask(`/sboms/${id}`, await theirs('look'))).status).toBe(404);
  });
});
