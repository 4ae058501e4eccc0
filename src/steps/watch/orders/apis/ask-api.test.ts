import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import { readDueFeeds } from '../feeds/start-reading-feeds.ts';
import { listFeeds } from '../feeds/store.ts';
import { apiNames } from './known-apis.ts';
import { madeWorld, practices } from './testing/made-world.ts';
import { NOW, openFeed, openFeedHouse, storedIn } from './testing/open-feed.ts';
import { serveApi } from './testing/serve-api.ts';
import { personal, type WorldOrder } from './testing/world.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openFeedHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const later = (minutes = 61): void => house.advance(minutes * 60_000);
/** A time as the system writes it: seconds, or only the day with a time of its own. */
const timeOf = (order: WorldOrder, word: string): number =>
  word === 'refund' ? (order.refund?.at ?? 0) : Number(order[word as 'placed' | 'paid' | 'handed' | 'delivered' | 'changed']);

describe.each(apiNames)('%s', (name) => {
  const practice = practices[name];
  const worldOf = (count = name === 'shopify' ? 24 : 230) => madeWorld(NOW.getTime(), count);
  const linesOf = async (scope: Scope, order: string) => {
    const ref = house.secrets.sealRef(scope.org, 'order', order);
    return (await storedIn(house, scope))
      .filter((row) => row.order_ref === ref)
      .map((row) => `${row.step} ${Math.floor(Number(row.ms) / 1_000)} ${row.amount}`);
  };
  const told = (order: WorldOrder) =>
    practice.tells.map((line) => {
      const [step = '', time = '', amount = ''] = line.split(' ');
      return `${step} ${timeOf(order, time) / 1_000} ${amount}`;
    });

  it('tells everything, page by page, once, and nothing of anybody', async () => {
    using served = await serveApi(name, worldOf());
    const { scope, ask } = await openFeed(house, name, served);
    const rich = served.world.orders.at(-1);
    if (rich === undefined) throw new Error('no order');
    const feed = await ask();
    expect(feed).toMatchObject({ failures: 0, reason: '' });
    expect(feed.told).toBe(practice.others === 'all' ? served.world.orders.length : 1);
    expect((await linesOf(scope, practice.order)).toSorted()).toEqual(told(rich).toSorted());
    const rows = await storedIn(house, scope);
    expect(new Set(rows.map((row) => row.order_ref)).size).toBe(feed.told);
    expect(rows.filter(({ n }) => Number(n) !== 1)).toEqual([]);
    const everything = [
      await house.telemetry.query(scope.org, 'select * from @order_steps', {}),
      await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000)),
      await house.state.inOrg(scope.org, (db) => listFeeds(db)),
    ];
    expect(JSON.stringify(everything)).not.toMatch(personal);
    expect(served.asked.map(({ url }) => url.href).join()).not.toMatch(/k3y-practice|s3cret-practice|t0ken/);
    // A second look overlaps the first one and stores nothing again.
    later();
    const again = await ask();
    expect(again).toMatchObject({ failures: 0, reason: '', steps: feed.steps });
    expect((await storedIn(house, scope)).length).toBe(rows.length);
  });

  it('waits when it is asked to, and signs in anew when its token is over', async () => {
    using served = await serveApi(name, worldOf(5));
    const { ask } = await openFeed(house, name, served);
    served.trouble.throttle = 2;
    expect(await ask()).toMatchObject({ failures: 0, reason: '' });
    const { logins } = served.world;
    served.world.tokens.clear();
    later();
    expect(await ask()).toMatchObject({ failures: 0, reason: '' });
    expect(served.world.logins).toBeLessThanOrEqual(logins + 1);
  });

  it('that is cut off, asks for long patience, or refuses says so and loses nothing', async () => {
    using served = await serveApi(name, worldOf(5));
    const { scope, ask } = await openFeed(house, name, served);
    served.trouble.cutOff = true;
    const cut = await ask();
    expect(cut.failures).toBe(1);
    expect(cut.reason).toMatch(/cut off or no JSON|no token/);
    Object.assign(served.trouble, { cutOff: false, throttle: 1, retryAfter: '7200' });
    later();
    expect(await ask()).toMatchObject({ failures: 0, reason: expect.stringMatching(/asks not to be asked before 2026-11-20 15:0/) });
    const asked = served.asked.length;
    later();
    await readDueFeeds(house, 'one');
    expect(served.asked.length).toBe(asked);
    house.advance(2 * 3_600_000);
    const feed = await ask();
    expect(feed).toMatchObject({ failures: 0, reason: '', told: practice.others === 'all' ? 6 : 1 });
    expect((await linesOf(scope, practice.order)).length).toBe(practice.tells.length);
  });

  it('with a wrong key says so, without it', async () => {
    using served = await serveApi(name, worldOf(1));
    const wrong = Object.fromEntries(Object.keys(practice.secrets).map((one) => [one, 'wr0ng-practice']));
    const { scope, ask } = await openFeed(house, name, served, wrong);
    const feed = await ask();
    expect(feed.failures).toBe(1);
    expect(feed.reason).toMatch(/does not let (this key read that|us sign in)|answers with an error/);
    expect(JSON.stringify(await house.state.inOrg(scope.org, (db) => listFeeds(db)))).not.toMatch(/wr0ng|customers\.example/);
  });
});
