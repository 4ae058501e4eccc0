import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addOrderApi } from '../../index.ts';
import { routes } from '../../routes.tsx';
import { readDueFeeds } from '../feeds/start-reading-feeds.ts';
import { listFeeds } from '../feeds/store.ts';
import { followOrders } from '../start-following-orders.ts';
import { madeWorld, practices } from './testing/made-world.ts';
import { filledIn, NOW, openFeedHouse, openShop } from './testing/open-feed.ts';
import { serveApi } from './testing/serve-api.ts';
import { known, personal } from './testing/world.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openFeedHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

it('what three systems tell over HTTP comes to the ledger as what is wrong between them', async () => {
  const { scope, shop } = await openShop(house);
  const world = () => madeWorld(NOW.getTime(), 230);
  const [inShop, atProvider, inErp] = [world(), world(), world()];
  using woo = await serveApi('woocommerce', inShop);
  using stripe = await serveApi('stripe', atProvider);
  using odoo = await serveApi('odoo', inErp);
  const nth = (n: number) => n - 1_001;
  // The message of a payment was lost; another order never came into the ERP; a third was taken with another amount.
  Object.assign(inShop.orders[nth(1_100)] ?? {}, { paid: null });
  inErp.orders = inErp.orders.filter(({ n }) => n !== 1_110);
  Object.assign(atProvider.orders[nth(1_120)] ?? {}, { total: 4_242 });
  for (const [name, served] of [
    ['woocommerce', woo],
    ['stripe', stripe],
    ['odoo', odoo],
  ] as const)
    await addOrderApi(scope, { shop, api: name, name, settings: filledIn(name, served), secrets: { ...practices[name].secrets } });
  for (let round = 0; round < 3; round++) await readDueFeeds(house, 'one');
  const feeds = await house.state.inOrg(scope.org, (db) => listFeeds(db));
  expect(feeds.map(({ name, told, reason }) => `${name} ${told} ${reason}`).toSorted()).toEqual([
    'odoo 230 ',
    'stripe 231 ',
    'woocommerce 231 ',
  ]);
  await followOrders(house, scope.org, shop, 'pass_one');
  const entries = await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000));
  const troubles = entries
    .filter(({ kind }) => kind === 'watch.orders-troubled')
    .map(({ payload }) => (payload as { trouble: string }).trouble);
  expect(troubles).toEqual(expect.arrayContaining(['paid-not-noticed', 'missing-in-erp', 'amount-differs']));
  expect(JSON.stringify(entries)).not.toMatch(personal);
});

it('somebody chooses a system, fills in the form, and sees at once what came of it', async () => {
  const { scope, shop } = await openShop(house);
  using served = await serveApi('woocommerce', madeWorld(NOW.getTime(), 36));
  const app = serveRooms(productFiles, () => house.scope(scope.org, 'owner'), { '/watch': routes() });
  const page = async (query = '') => (await app.request(`/watch/orders?shop=${shop}${query}`)).text();
  expect(await page('&api=woocommerce')).toContain('never tried with a live account');
  const send = (fields: Record<string, string>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ api: 'woocommerce', name: 'Our shop', everyMinutes: '5', ...fields }))
      body.set(name, value);
    return app.request(`/watch/orders/${shop}/apis`, { method: 'POST', body });
  };
  const wrong = await send({ 'set-address': 'shop', 'secret-key': known.key, 'secret-secret': known.secret });
  expect(wrong.status).toBe(400);
  const again = await wrong.text();
  expect(again).toContain('must be an address that begins with https://');
  expect(again).not.toContain(known.key);
  await send({ 'set-address': served.address, 'secret-key': 'wr0ng-practice', 'secret-secret': known.secret });
  expect(await page()).toContain('does not let this key read that (401, woocommerce_rest_cannot_view)');
  const [feed] = await house.state.inOrg(scope.org, (db) => listFeeds(db));
  await app.request(`/watch/orders/${shop}/feeds/${feed?.id}/remove`, { method: 'POST' });
  expect((await send({ 'set-address': served.address, 'secret-key': known.key, 'secret-secret': known.secret })).status).toBe(303);
  const html = await page();
  expect(html).toMatch(/Orders in the last answer[\s\S]*>37</);
  expect(html).not.toMatch(new RegExp(`${known.key}|${known.secret}`));
});
