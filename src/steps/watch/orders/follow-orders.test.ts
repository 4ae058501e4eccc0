import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { setPromises } from '../verbs/set-promises.ts';
import { followOrders } from './start-following-orders.ts';
import { takeLook, takeSettings } from './store.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

async function openShop() {
  const org = house.newOrg();
  house.setNow(new Date(NOW));
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  return { org, shop };
}

/** An event as intake stores it. */
const event = (org: OrgId, shop: ShopId, order: number, name: string, at: number, attributes: Record<string, string> = {}) => ({
  ...{ shop_id: shop, source_id: 'src_events', at: new Date(at), received_at: new Date(at), name, outcome: '', object_kind: 'order' },
  object_ref: house.secrets.sealRef(org, 'order', String(order)),
  attributes: JSON.stringify(attributes),
});
const money = { 'shop.amount': '129.90', 'shop.currency': 'pln', 'shop.payment.method': 'BLIK' };
const atProvider = (id: string) => ({ ...money, 'shop.system': 'payment', 'shop.payment.id': id });

/** Ten orders of the week before, as they should be, told by shop and provider. */
function fineOrders(org: OrgId, shop: ShopId) {
  return Array.from({ length: 10 }, (_, nth) => 100 + nth).flatMap((order) => {
    const at = NOW - 8 * DAY + order * MINUTE;
    return [
      event(org, shop, order, 'shop.order.placed', at, money),
      event(org, shop, order, 'shop.order.paid', at + MINUTE, atProvider(`t${order}`)),
      event(org, shop, order, 'shop.order.paid', at + 2 * MINUTE, { ...money, 'shop.payment.id': `t${order}` }),
      event(org, shop, order, 'shop.order.shipped', at + DAY, { 'shop.carrier': 'InPost' }),
    ];
  });
}

const told = async (org: OrgId) => {
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
  return entries
    .filter((entry) => entry.kind.startsWith('watch.orders-'))
    .map((entry) => {
      const { trouble, orders, severity } = entry.payload as { trouble: string; orders?: number; severity?: string };
      return `${entry.kind.slice('watch.orders-'.length)} ${trouble} ${orders ?? ''} ${severity ?? ''}`.trim();
    });
};
const look = (org: OrgId, shop: ShopId) => house.state.inOrg(org, (db) => takeLook(db, shop));

it('what shops’ events tell is followed: a lost webhook is told once, grows, and is over when the shop knows', async () => {
  const { org, shop } = await openShop();
  const store = (rows: ReturnType<typeof fineOrders>) => house.telemetry.insert(org, 'application_events', rows);
  await store(fineOrders(org, shop));
  await followOrders(house, org, shop, 'one');
  expect(await told(org)).toEqual([]);
  expect((await look(org, shop))?.result).toMatchObject({ orders: 10, states: { done: 10 }, basket: { minor: 12_990, currency: 'PLN' } });

  const lost = (order: number) => [
    event(org, shop, order, 'shop.order.placed', NOW - 3 * HOUR, money),
    event(org, shop, order, 'shop.order.paid', NOW - 2 * HOUR, atProvider(`t${order}`)),
  ];
  await store(lost(201));
  await followOrders(house, org, shop, 'one');
  await followOrders(house, org, shop, 'two');
  expect(await told(org)).toEqual(['troubled paid-not-noticed 1 high']);
  const kept = (await look(org, shop))?.result.worst[0];
  expect(kept).toMatchObject({ trouble: 'paid-not-noticed', amount: 12_990, currency: 'PLN', method: 'blik' });
  expect(house.secrets.openRef(org, 'order', kept?.ref as never, 'follow-orders')).toBe('201');
  const entries = JSON.stringify(await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000)));
  expect(entries).toContain('paid at the provider, and the shop does not know');

  await store([...lost(202), ...lost(203)]);
  await followOrders(house, org, shop, 'one');
  await store(
    [201, 202, 203].map((order) => event(org, shop, order, 'shop.order.paid', NOW - MINUTE, { ...money, 'shop.payment.id': `t${order}` })),
  );
  await followOrders(house, org, shop, 'one');
  expect(await told(org)).toEqual(['troubled paid-not-noticed 1 high', 'troubled paid-not-noticed 3 high', 'settled paid-not-noticed']);
});

it('two who look at once tell nothing twice, and another organisation sees nothing', async () => {
  const { org, shop } = await openShop();
  const rows = fineOrders(org, shop);
  await house.telemetry.insert(org, 'application_events', [
    ...rows,
    ...[1, 2].map((nth) => event(org, shop, 300, 'shop.order.paid', NOW - HOUR, atProvider(`again-${nth}`))),
    event(org, shop, 300, 'shop.order.placed', NOW - HOUR, money),
    event(org, shop, 300, 'shop.order.paid', NOW - HOUR, { ...money, 'shop.payment.id': 'again-1' }),
  ]);
  await Promise.all(['a', 'b', 'c'].map((holder) => followOrders(house, org, shop, holder)));
  expect(await told(org)).toEqual(['troubled paid-twice 1 high']);
  const other = await openShop();
  await followOrders(house, other.org, other.shop, 'a');
  expect(await look(other.org, other.shop)).toBeNull();
  expect(await told(other.org)).toEqual([]);
});

it('a message that comes twice is one payment, a test order none', async () => {
  const { org, shop } = await openShop();
  const rows = fineOrders(org, shop);
  const test = { ...money, 'user_agent.synthetic.type': 'test' };
  await house.telemetry.insert(org, 'application_events', [...rows, ...rows.filter((row) => row.name === 'shop.order.paid')]);
  await house.telemetry.insert(org, 'application_events', [event(org, shop, 900, 'shop.order.placed', NOW - 6 * DAY, test)]);
  await followOrders(house, org, shop, 'one');
  expect((await look(org, shop))?.result.troubles).toEqual([]);
});

it('the shop’s own promise decides what is late', async () => {
  const { org, shop } = await openShop();
  const waits = [
    event(org, shop, 400, 'shop.order.placed', NOW - 3 * DAY, money),
    event(org, shop, 400, 'shop.order.paid', NOW - 3 * DAY, atProvider('t400')),
    event(org, shop, 400, 'shop.order.paid', NOW - 3 * DAY + MINUTE, { ...money, 'shop.payment.id': 't400' }),
  ];
  await house.telemetry.insert(org, 'application_events', [...fineOrders(org, shop), ...waits]);
  const usual = await house.state.inOrg(org, (db) => takeSettings(db, shop));
  await followOrders(house, org, shop, 'one');
  expect(await told(org)).toEqual([]);
  await setPromises(house.scope(org, 'owner'), { shop, ...usual, workdays: [1, 2, 3, 4, 5], closed: [], shipDays: 1 });
  await followOrders(house, org, shop, 'one');
  expect(await told(org)).toEqual(['troubled not-shipped 1 medium']);
  await expect(setPromises(house.scope(org, 'viewer'), { shop, ...usual, workdays: [1], closed: [] })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await expect(setPromises(house.scope(org, 'owner'), { shop, ...usual, workdays: [], closed: [] })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
});
