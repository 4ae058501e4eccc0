import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import { defaultPromises } from '#steps/watch/orders/default-promises.ts';
import { makeCalendar, usualWeek } from '#steps/watch/orders/make-calendar.ts';
import type { OrderTrouble } from '#steps/watch/orders/order-words.ts';
import { reconcileOrders } from '#steps/watch/orders/reconcile-orders.ts';
import type { ShopCalendar } from '#steps/watch/orders/working-days.ts';
import type { Faulty, OrderFault } from './made-step.ts';
import { makeOrders } from './make-orders.ts';
import { storeOrders } from './store-orders.ts';

const FROM = Date.UTC(2025, 8, 1);
let telemetry: TestTelemetry;
let calendar: ShopCalendar;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
  calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Warsaw', country: 'PL' });
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const reconcile = (org: ReturnType<TestTelemetry['newOrg']>, now: number) =>
  reconcileOrders({ telemetry, org, shop: 's', from: now - 90 * DAY, to: now }, { calendar, promises: defaultPromises });

it('a clean year, looked at again and again, has nothing wrong', async () => {
  const org = telemetry.newOrg();
  await storeOrders(telemetry, org, 's', makeOrders({ seed: 'clean', from: FROM, days: 366, perDay: 12, calendar }));
  const alarms: string[] = [];
  for (let look = 0; look < 90; look++) {
    const now = FROM + 4 * DAY + look * 4 * DAY + look * 97 * 60_000;
    const { troubles, worst } = await reconcile(org, now);
    for (const [trouble, { orders }] of troubles)
      alarms.push(
        `${new Date(now).toISOString()} ${trouble} ${orders} ${worst.filter((one) => one.troubles[0]?.trouble === trouble).map((one) => one.order.ref)}`,
      );
  }
  expect(alarms).toEqual([]);
}, 120_000);

/** What a reconciliation says of each fault, any of these. */
const SAYS: Readonly<Record<OrderFault, readonly OrderTrouble[]>> = {
  'lost-webhook': ['paid-not-noticed'],
  'lost-webhook-cancelled': ['paid-cancelled'],
  'double-charge': ['paid-twice'],
  'paid-cancelled': ['paid-cancelled'],
  'missing-in-erp': ['missing-in-erp'],
  'erp-wrong-amount': ['erp-amount-differs'],
  'wrong-amount': ['amount-differs'],
  'label-failed': ['label-failed'],
  'not-shipped': ['not-shipped'],
  'missing-at-courier': ['missing-at-courier'],
  'missing-at-provider': ['missing-at-provider'],
  'unknown-to-shop': ['unknown-to-shop'],
  'refund-not-paid-out': ['refund-not-paid-out'],
  'stuck-queue': ['missing-in-erp'],
  'short-capture': ['amount-differs'],
  'wrong-currency': ['currency-differs'],
  'two-cents-off': ['amount-differs'],
};

it('every fault is found, by its name, and nothing else', async () => {
  const org = telemetry.newOrg();
  const faults: Faulty[] = [];
  const made = makeOrders({ seed: 'faulty', from: FROM, days: 80, perDay: 60, calendar, faults: 0.004 }, (fault) => faults.push(fault));
  await storeOrders(telemetry, org, 's', made);
  const now = FROM + 89 * DAY + 9 * HOUR;
  const { worst } = await reconcile(org, now);
  const found = new Map(worst.map(({ order, troubles }) => [order.ref, troubles.map((one) => one.trouble)]));
  // What the shop had before it began to tell is not known: of payments in the first two weeks nothing is said.
  const due = faults.filter(({ at, fault }) => at < now - 8 * DAY && (fault !== 'unknown-to-shop' || at > FROM + 14 * DAY));
  expect(due.length).toBeGreaterThan(150);
  const missed = due.filter(({ order, fault }) => !SAYS[fault].some((trouble) => found.get(order)?.includes(trouble)));
  expect(missed).toEqual([]);
  const known = new Set(faults.map((fault) => fault.order));
  expect([...found].filter(([order]) => !known.has(order))).toEqual([]);
});
