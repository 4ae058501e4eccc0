import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { beginCopy } from '../../verbs/begin-copy.ts';
import { connectWriter } from '../../verbs/connect-writer.ts';
import { disconnectWriter } from '../../verbs/disconnect-writer.ts';
import { makeHoneys } from '../../verbs/make-honeys.ts';
import { openCard } from '../open-card.ts';
import { type HoneyId, takeHoney } from '../store-honeys.ts';
import { putHoney } from './put-honey.ts';
import { type ShopApiName, shopApi, shopApiNames } from './shop-api.ts';
import { copyOf, writerOf } from './store-writers.ts';
import { simulateShops } from './testing/simulate-shops.ts';

const KEYS: Readonly<Record<ShopApiName, Readonly<Record<string, string>>>> = {
  woocommerce: { key: 'ck_practice', secret: 'cs_practice' },
  magento: { token: 'tok_practice' },
  shopware: { key: 'SWIA_practice', secret: 'sws_practice' },
  prestashop: { key: 'PSKEY_practice' },
  shopify: { token: 'shpat_practice' },
  medusa: { token: 'sk_practice' },
  vendure: { user: 'shopbell', password: 'vend-practice' },
};

let house: TestHouse;
let shops: Awaited<ReturnType<typeof simulateShops>>;
let org: OrgId;
let shop: ShopId;
let honey: HoneyId;
beforeAll(async () => {
  house = await openTestHouse(() => ({ http: openHttpClient() }));
  shops = await simulateShops();
});
afterAll(async () => {
  shops.close();
  await house[Symbol.asyncDispose]();
});
beforeEach(async () => {
  house.setNow(new Date('2026-05-04T10:00:00Z'));
  org = house.newOrg();
  ({ shop } = await registerShop(house.scope(org, 'owner'), {
    ...{ name: 'Shop', url: 'https://shop.example', platform: 'generic', allowPrivate: true, timeZone: 'Europe/Berlin', country: 'DE' },
    ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
  }));
  const { honeys } = await makeHoneys(house.scope(org, 'owner'), { shop, places: ['Shop'], domain: 'post.example' });
  honey = honeys[0] ?? 'honey_';
  for (const world of shops.worlds.values()) Object.assign(world, { customers: [], orders: [], fails: new Map(), asked: [] });
});

const owner = () => house.scope(org, 'owner');
const address = (api: ShopApiName) => `http://127.0.0.1:${shops.port}/${api}`;
const connect = (api: ShopApiName, secrets = KEYS[api]) =>
  connectWriter(owner(), { shop, api, settings: { address: address(api) }, secrets });
const worldOf = (api: ShopApiName) => {
  const world = shops.worlds.get(api);
  if (world === undefined) throw new Error(`no ${api}`);
  return world;
};
const card = async () => openCard(owner(), await house.state.inOrg(org, (db) => takeHoney(db, honey)));
const copy = () => house.state.inOrg(org, (db) => copyOf(db, honey));
const told = async () =>
  (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100)))
    .map(({ kind }) => kind)
    .filter((kind) => /copy|placed|writer/.test(kind));

describe.each(shopApiNames)('%s', (api) => {
  const makes = shopApi(api).makes;

  it('is given the customer once however often it is asked, and takes it out again', async () => {
    await connect(api);
    expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'placed' });
    const world = worldOf(api);
    const person = await card();
    expect(world.customers).toMatchObject([{ id: person.customer, mail: person.mail, first: person.name.split(' ')[0] }]);
    expect(world.orders.length).toBe(makes.includes('order') ? 1 : 0);
    expect(world.orders[0]?.id ?? '').toBe(person.order);
    // Nothing that anybody packs or counts.
    for (const order of world.orders) expect(['cancelled', 'draft']).toContain(order.state);
    for (const order of world.orders) if (api !== 'vendure') expect(order.note).toContain('TEST ORDER');

    house.advance(MINUTE);
    expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'placed' });
    expect([world.customers.length, world.orders.length]).toEqual([1, makes.includes('order') ? 1 : 0]);

    expect(await putHoney(owner(), honey, 'remove')).toMatchObject({ state: 'removed' });
    expect([world.customers, world.orders]).toEqual([[], []]);
    expect(await putHoney(owner(), honey, 'remove')).toMatchObject({ state: 'removed' });
    expect((await told()).slice(0, 4)).toEqual([
      'detect.writer-connected',
      'detect.copy-begun',
      'detect.honey-placed',
      'detect.copy-ended',
    ]);
  });

  it('with wrong keys makes nothing and says so, without the keys', async () => {
    await connect(api, Object.fromEntries(Object.keys(KEYS[api]).map((name) => [name, 'wrong-and-secret'])));
    expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'failed' });
    expect((await copy())?.reason).toMatch(/keys right|FORBIDDEN/);
    expect(worldOf(api).customers).toEqual([]);
    expect(JSON.stringify(await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100)))).not.toContain('wrong-and-secret');
  });
});

it('what was half done is told, is watched already, and is finished by the next try', async () => {
  await connect('woocommerce');
  const world = worldOf('woocommerce');
  world.fails.set('POST /orders', 503);
  expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'half' });
  expect(await copy()).toMatchObject({ done: ['customer'], reason: 'order: WooCommerce (REST API v3) refused (503, server_busy)' });
  expect((await house.state.inOrg(org, (db) => takeHoney(db, honey))).placed_at).not.toBeNull();
  world.fails.clear();
  expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'placed' });
  expect([world.customers.length, world.orders.length]).toEqual([1, 1]);
  world.fails.set('DELETE /customers/500', 500);
  expect(await putHoney(owner(), honey, 'remove')).toMatchObject({ state: 'left' });
  expect(world.orders).toEqual([]);
  // The order that is gone is made anew, the customer that is left is not.
  expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'placed' });
  expect([world.customers.length, world.orders.length]).toEqual([1, 1]);
});

it('somebody else’s customer is never taken out, whatever number was kept', async () => {
  await connect('woocommerce');
  await putHoney(owner(), honey, 'put');
  const world = worldOf('woocommerce');
  const { customer } = await card();
  world.customers = [{ id: customer, mail: 'real@customer.example', first: 'Real' }];
  expect(await putHoney(owner(), honey, 'remove')).toMatchObject({ state: 'removed' });
  expect(world.customers).toHaveLength(1);
});

it('one at a time; without access, by a viewer, in clear text over the open net, or with a name in the address nothing is done', async () => {
  await expect(putHoney(owner(), honey, 'put')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await connect('medusa');
  await beginCopy(owner(), { honey, what: 'put' });
  await expect(putHoney(owner(), honey, 'put')).rejects.toMatchObject({ details: { reason: 'somebody is at it right now' } });
  house.advance(6 * MINUTE);
  expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'placed' });
  await expect(putHoney(house.scope(org, 'viewer'), honey, 'remove')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await disconnectWriter(owner(), { shop });
  expect(await house.state.inOrg(org, (db) => writerOf(db, shop))).toBeUndefined();
  await expect(putHoney(owner(), honey, 'remove')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  for (const bad of ['ftp://x', 'shop.example', 'https://user:word@shop.example', 'https://shop.example/?a=b'])
    await expect(connectWriter(owner(), { shop, api: 'medusa', settings: { address: bad }, secrets: KEYS.medusa })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  await expect(connectWriter(owner(), { shop, api: 'medusa', settings: {}, secrets: KEYS.medusa })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
});

it('a shop that is not there, that redirects, or that answers with a page is told plainly', async () => {
  await connectWriter(owner(), { shop, api: 'medusa', settings: { address: 'http://127.0.0.1:1' }, secrets: KEYS.medusa });
  expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'failed' });
  expect((await copy())?.reason).toMatch(/^find-customer: /);
  await connectWriter(owner(), {
    shop,
    api: 'medusa',
    settings: { address: `http://127.0.0.1:${shops.port}/nobody` },
    secrets: KEYS.medusa,
  });
  expect(await putHoney(owner(), honey, 'put')).toMatchObject({ state: 'failed' });
  expect((await copy())?.reason).toBe('find-customer: Medusa 2 (Admin API) refused (404)');
  const { card: sealed } = await house.state.inOrg(org, (db) => takeHoney(db, honey));
  expect(sealed).not.toContain('@');
});
