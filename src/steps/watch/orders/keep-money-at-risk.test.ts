import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { RiskTime } from '#kernel/money-at-risk.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { keepMoneyAtRisk } from './keep-money-at-risk.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
let house: TestHouse;
let asked = 0;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => {
    const telemetry = await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null });
    const query: typeof telemetry.query = (...asking) => {
      asked += 1;
      return telemetry.query(...asking);
    };
    return { telemetry: { ...telemetry, query } };
  });
  house.setNow(new Date(NOW));
});
afterAll(() => house[Symbol.asyncDispose]());

/** As it stands now: nothing is kept. */
const readMoneyAtRisk = (org: OrgId, shop: ShopId, times: readonly RiskTime[]) => keepMoneyAtRisk(() => house)(org, shop, times);

async function openShop() {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  return { org, shop };
}

interface Placed {
  readonly at: number;
  readonly heard?: number;
  readonly attributes?: Record<string, string>;
}

/** Orders as a shop's events tell them. */
async function place(org: OrgId, shop: ShopId, orders: readonly Placed[], first = 0): Promise<void> {
  await house.telemetry.insert(
    org,
    'application_events',
    orders.map(({ at, heard = at, attributes = {} }, nth) => ({
      ...{ shop_id: shop, source_id: 'src_events', at: new Date(at), received_at: new Date(heard), name: 'shop.order.placed', outcome: '' },
      ...{ object_kind: 'order', object_ref: house.secrets.sealRef(org, 'order', String(first + nth)) },
      attributes: JSON.stringify({ 'shop.amount': '100.00', 'shop.currency': 'EUR', ...attributes }),
    })),
  );
}

/** One order every six minutes, for so many days, up to an instant. */
function every6Minutes(days: number, until: number): Placed[] {
  return Array.from({ length: days * 240 }, (_, nth) => ({ at: until - days * DAY + nth * 6 * MINUTE }));
}

it('counts each order once, no test order, and only what belongs to the shop and the organisation', async () => {
  const { org, shop } = await openShop();
  const other = await openShop();
  const orders = every6Minutes(30, NOW - 2 * HOUR);
  await place(org, shop, orders);
  // Told twice, and once more by another system.
  await place(org, shop, orders.slice(-500));
  await place(
    org,
    shop,
    orders.slice(-500).map(({ at }) => ({ at: at + MINUTE, attributes: { 'shop.system': 'erp' } })),
    orders.length - 500,
  );
  // A journey's order goes on while no customer's does.
  const test = { 'user_agent.synthetic.type': 'test' };
  await place(
    org,
    shop,
    Array.from({ length: 100 }, (_, nth) => ({ at: NOW - nth * MINUTE, attributes: test })),
    100_000,
  );
  await place(other.org, other.shop, every6Minutes(30, NOW));
  const times = [
    { from: new Date(NOW - 2 * HOUR), to: null },
    { from: new Date(NOW - 5 * HOUR), to: new Date(NOW - 3 * HOUR) },
    { from: new Date(NOW - 5 * HOUR), to: null },
  ];
  asked = 0;
  const [now, before, long] = await readMoneyAtRisk(org, shop, times);
  expect(asked).toBe(1);
  expect(now).toMatchObject({ state: 'known', now: 'fewer', seen: 0, perMinute: { money: [{ currency: 'EUR' }] } });
  if (now?.state !== 'known') throw new Error('unknown');
  expect(now.expected).toBeCloseTo(20, 0);
  expect(now.soFar?.money?.[0]?.about).toBeCloseTo(now.expected * 10_000, -2);
  // A sixth of an order of 100 EUR.
  expect(now.perMinute?.money?.[0]?.about).toBeCloseTo(1_667, -2);
  expect(before).toMatchObject({ now: 'over', seen: 20, soFar: null });
  expect(long).toMatchObject({ now: 'fewer', seen: 30 });
  expect(await readMoneyAtRisk(other.org, other.shop, times)).toMatchObject([{ now: 'usual' }, { now: 'over' }, { now: 'usual' }]);
});

it('says why it is not known: nothing is told, not for long enough, or only afterwards by files', async () => {
  const { org, shop } = await openShop();
  const read = () => readMoneyAtRisk(org, shop, [{ from: new Date(NOW - HOUR), to: null }]);
  expect(await read()).toEqual([{ state: 'unknown', why: 'not-told' }]);
  await place(org, shop, every6Minutes(5, NOW));
  expect(await read()).toEqual([{ state: 'unknown', why: 'too-young' }]);
  await place(org, shop, every6Minutes(25, NOW - 5 * DAY), 50_000);
  expect(await read()).toMatchObject([{ state: 'known', now: 'usual' }]);
  const files = await openShop();
  await place(
    files.org,
    files.shop,
    every6Minutes(30, NOW - 6 * HOUR).map(({ at }) => ({ at, heard: at + 8 * HOUR })),
  );
  expect(await readMoneyAtRisk(files.org, files.shop, [{ from: new Date(NOW - HOUR), to: null }])).toEqual([
    { state: 'unknown', why: 'told-late' },
  ]);
});

it('most orders without an amount: orders are missing, their worth is not known', async () => {
  const { org, shop } = await openShop();
  const orders = every6Minutes(30, NOW - 2 * HOUR);
  await place(
    org,
    shop,
    orders.map((order, nth) => ({ ...order, attributes: nth % 3 === 0 ? {} : { 'shop.amount': '0' } })),
  );
  const [risk] = await readMoneyAtRisk(org, shop, [{ from: new Date(NOW - 2 * HOUR), to: null }]);
  expect(risk).toMatchObject({ now: 'fewer', perMinute: { money: null }, soFar: { money: null } });
});

it('many who look at once ask the engine once; a shop that is not there is said, and asked again', async () => {
  const { org, shop } = await openShop();
  await place(org, shop, every6Minutes(30, NOW));
  const look = keepMoneyAtRisk(() => house);
  asked = 0;
  const times = [{ from: new Date(NOW - HOUR), to: null }];
  const looks = await Promise.all(Array.from({ length: 20 }, () => look(org, shop, times)));
  expect(new Set(looks).size).toBe(1);
  expect(asked).toBe(1);
  for (const _ of [1, 2]) await expect(look(house.newOrg(), shop, times)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
