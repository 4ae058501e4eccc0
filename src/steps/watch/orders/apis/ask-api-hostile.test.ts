import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import { addOrderApi } from '../../index.ts';
import { listFeeds } from '../feeds/store.ts';
import { askApi } from './ask-api.ts';
import { madeWorld } from './testing/made-world.ts';
import { filledIn, NOW, openFeed, openFeedHouse, openShop, storedIn } from './testing/open-feed.ts';
import { serveApi } from './testing/serve-api.ts';
import { known } from './testing/world.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openFeedHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const { key, secret } = known;
const worldOf = (count: number) => madeWorld(NOW.getTime(), count);

describe('a system that means no good, or is not itself', () => {
  it('gets no key by a redirect, nor by a next page elsewhere', async () => {
    using thief = await serveApi('rest', worldOf(0));
    using served = await serveApi('woocommerce', worldOf(1));
    served.trouble.instead = { status: 302, body: '', headers: { location: `${thief.address}/wp-json/wc/v3/orders` } };
    const { ask } = await openFeed(house, 'woocommerce', served);
    expect(await ask()).toMatchObject({ failures: 1, reason: expect.stringMatching(/sends us to another address \(302\)/) });

    using mollie = await serveApi('mollie', worldOf(1));
    const next = { href: `${thief.address}/v2/payments?from=tr_1` };
    const body = JSON.stringify({ _embedded: { payments: [{ id: 'tr_1', createdAt: NOW.toISOString() }] }, _links: { next } });
    mollie.trouble.instead = { status: 200, body, headers: { 'content-type': 'application/json' } };
    const other = await openFeed(house, 'mollie', mollie);
    expect((await other.ask()).reason).toMatch(/names localhost:\d+ for the next page, which is another host: it is not asked/);
    expect(thief.asked).toEqual([]);
  });

  it('that gives one page for ever is left', async () => {
    using served = await serveApi('mollie', worldOf(1));
    const payments = [{ id: 'tr_1', createdAt: NOW.toISOString() }];
    const body = JSON.stringify({ _embedded: { payments, refunds: payments }, _links: { next: { href: `${served.address}/v2/again` } } });
    served.trouble.instead = { status: 200, body, headers: { 'content-type': 'application/json' } };
    const { ask } = await openFeed(house, 'mollie', served);
    expect((await ask()).reason).toMatch(/the same page comes again and again/);
    expect(served.asked.length).toBeLessThan(10);
  });

  it.each([
    ['<html>Sign in</html>', { 'content-type': 'text/html' }, /is a web page: is the address right\?/],
    ['{"orders": 5}', { 'content-type': 'application/json' }, /holds no list: it is not as described/],
    ['"text"', { 'content-type': 'application/json' }, /it is not as described/],
    [`[${'{"id":1},'.repeat(2_500_000)}{}]`, { 'content-type': 'application/json' }, /longer than 16 MiB: nothing of it was taken/],
    ['[{"id":"Ada Fictitious","date_created_gmt":"2026-11-01T10:00:00"}]', {}, /orders: it names no order/],
    ['[{"id":7,"date_created_gmt":"soon"}]', {}, /orders: the time of “placed” is none/],
    ['[{"id":7,"date_created_gmt":"2026-11-01T10:00:00","total":"lots"}]', {}, /orders: the amount of “placed” is none/],
  ])('that answers %.30s', async (body, headers, reason) => {
    using served = await serveApi('woocommerce', worldOf(0));
    served.trouble.instead = { status: 200, body, headers };
    const { scope, ask } = await openFeed(house, 'woocommerce', served);
    expect((await ask()).reason).toMatch(reason);
    expect(await storedIn(house, scope)).toEqual([]);
  });

  it('is not asked at a private address, nor without TLS, unless the shop is a practice one', async () => {
    const { scope, shop } = await openShop(house, { allowPrivate: false });
    using served = await serveApi('woocommerce', worldOf(1));
    const add = (settings: Record<string, string>) =>
      addOrderApi(scope, { shop, api: 'woocommerce', name: 'Shop', settings, secrets: { key, secret } });
    await expect(add(filledIn('woocommerce', served))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await add({ address: 'https://127.0.0.1:1' });
    const [feed] = await house.state.inOrg(scope.org, (db) => listFeeds(db));
    if (feed === undefined) throw new Error('no feed');
    await expect(askApi(house, feed)).rejects.toThrow(/private/);
  });

  it('is refused when what is filled in cannot be right', async () => {
    const { scope, shop } = await openShop(house);
    const refused = async (more: object, reason: RegExp) => {
      const sent = {
        shop,
        api: 'woocommerce' as const,
        name: 'Shop',
        settings: { address: 'https://shop.example' },
        secrets: { key, secret },
      };
      await expect(addOrderApi(scope, { ...sent, ...more })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
        message: expect.stringMatching(reason),
      });
    };
    await refused({ secrets: { key } }, /secret: WooCommerce .* needs it/);
    await refused({ settings: { address: 'https://a:b@shop.example' } }, /must not hold a name or a password/);
    await refused({ settings: { address: 'https://shop.example', evil: 'x' } }, /evil: .* has no such thing/);
    await refused({ settings: { address: 'ftp://shop.example' } }, /begins with https/);
    const general = { address: 'https://erp.example', path: '/orders', changedField: 'm', numberField: 'n', signIn: 'bearer' };
    await refused({ api: 'odata', settings: general, secrets: { key } }, /tells no time of any step/);
    await refused({ api: 'odata', settings: { ...general, paidField: "x'] | $..*" }, secrets: { key } }, /must be the name of a field/);
    await expect(
      addOrderApi(house.scope(scope.org, 'viewer'), { shop, api: 'stripe', name: 'Stripe', settings: {}, secrets: { key } }),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('a long answer', () => {
  it('is read in rounds, and what changes meanwhile is neither lost nor taken twice', async () => {
    using served = await serveApi('woocommerce', worldOf(450));
    const { scope, feed: id } = await openFeed(house, 'woocommerce', served);
    const feedNow = async () => {
      const feed = (await house.state.inOrg(scope.org, (db) => listFeeds(db))).find((one) => one.id === id);
      if (feed?.api == null) throw new Error('no feed');
      return { ...feed, api: feed.api };
    };
    let feed = await feedNow();
    let rounds = 0;
    for (let more = true; more; rounds++) {
      const answer = await askApi(house, feed, { pages: 1 });
      feed = { ...feed, api: { ...feed.api, marks: answer.marks } };
      more = answer.more;
      // Orders of a page that was read change, and move to the end: all behind them move forward by as many places.
      for (const one of served.world.orders.slice(rounds * 20, rounds * 20 + 20))
        if (rounds < 3) Object.assign(one, { changed: NOW.getTime() - 3_600_000 + rounds * 1_000, cancelled: NOW.getTime() - 3_600_000 });
    }
    expect(rounds).toBeGreaterThan(4);
    const rows = await storedIn(house, scope);
    expect(new Set(rows.map(({ order_ref }) => order_ref)).size).toBe(451);
    expect(rows.filter(({ n }) => Number(n) !== 1)).toEqual([]);
    expect(rows.filter(({ step }) => step === 'cancelled').length).toBe(60);
  });

  it('goes on where it was after the system asked for patience', async () => {
    using served = await serveApi('shopify', worldOf(60));
    const { scope, ask } = await openFeed(house, 'shopify', served);
    const [feed] = await house.state.inOrg(scope.org, (db) => listFeeds(db));
    if (feed?.api == null) throw new Error('no feed');
    const first = await askApi(house, feed, { pages: 3 });
    expect(first).toMatchObject({ told: 30, more: true });
    Object.assign(served.trouble, { throttle: 1, retryAfter: '600' });
    const second = await askApi(house, { ...feed, api: { ...feed.api, marks: first.marks } });
    expect(second).toMatchObject({ told: 0, waitUntil: expect.any(Date), marks: first.marks });
    const third = await askApi(house, { ...feed, api: { ...feed.api, marks: second.marks } });
    expect(third).toMatchObject({ told: 31, more: false });
    await ask();
    expect(new Set((await storedIn(house, scope)).map(({ order_ref }) => order_ref)).size).toBe(61);
  });
});
