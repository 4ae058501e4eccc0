import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { Telemetry, TelemetryRow } from '#engines/telemetry/types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { defaultPromises } from './default-promises.ts';
import { makeCalendar, usualWeek } from './make-calendar.ts';
import { type BookedLook, beginBook, goOnWithBook, isGood, type OrderBook } from './order-book.ts';
import type { OrderPlace } from './read-orders.ts';
import { FOLLOWED, reconcileOrders } from './reconcile-orders.ts';
import { RestedOrders } from './rested-orders.ts';
import type { ShopCalendar } from './working-days.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
let telemetry: TestTelemetry;
let calendar: ShopCalendar;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
  calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Warsaw', country: 'PL' });
});
afterAll(() => telemetry[Symbol.asyncDispose]());

/** The steps of an order that goes through, by every system, each so long after it was placed. */
const WAY = [
  ['shop', 'placed', 0],
  ['payment', 'paid', 2 * MINUTE],
  ['shop', 'paid', 3 * MINUTE],
  ['erp', 'exported', HOUR],
  ['shop', 'handed-over', DAY],
  ['courier', 'handed-over', DAY + HOUR],
  ['shop', 'delivered', 3 * DAY],
] as const;
/** What may happen to it besides. */
const MORE = [
  ['shop', 'cancelled', HOUR],
  ['shop', 'refunded', 5 * DAY],
  ['payment', 'refunded', 5 * DAY + HOUR],
  ['payment', 'paid', 10 * MINUTE],
  ['shop', 'label-failed', DAY / 2],
  ['shop', 'authorised', MINUTE],
] as const;

const orderShape = fc.record({
  placed: fc.integer({ min: -100 * 24, max: 30 }),
  /** Bits: which steps are told, and which besides. */
  told: fc.oneof({ weight: 4, arbitrary: fc.constant(127) }, { weight: 3, arbitrary: fc.integer({ min: 0, max: 127 }) }),
  more: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: 63 }) }),
  method: fc.constantFrom('card', 'card', 'card', 'invoice', 'blik'),
  delivery: fc.constantFrom('ship', 'ship', 'pickup'),
  isTest: fc.integer({ min: 0, max: 25 }),
  /** With which look each step is told: the order of telling is not that of happening. */
  tellings: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 13, maxLength: 13 }),
});
const runShape = fc.record({
  orders: fc.array(orderShape, { minLength: 5, maxLength: 60 }),
  /** Hours from look to look; what else happens before it. */
  looks: fc.array(fc.record({ hours: fc.constantFrom(0, 0.02, 0.5, 3, 30, 200), event: fc.constantFrom('', '', '', 'restart', 'cut') }), {
    minLength: 8,
    maxLength: 8,
  }),
});
type Run = typeof runShape extends fc.Arbitrary<infer T> ? T : never;

function rowsOf({ orders }: Run, look: number): TelemetryRow[] {
  return orders.flatMap((order, nth) => {
    const steps = [...WAY.filter((_, bit) => (order.told >> bit) & 1), ...MORE.filter((_, bit) => (order.more >> bit) & 1)];
    return steps.flatMap(([system, step, after], which) => {
      // The first half is told before the first look.
      const telling = nth % 2 === 0 && which < 6 ? 0 : (order.tellings[which] ?? 0);
      if (telling !== look) return [];
      const at = new Date(NOW + order.placed * HOUR + after);
      const amount = ['placed', 'paid', 'refunded', 'exported'].includes(step) ? 1_000 + (order.told === 99 ? which : 0) : 0;
      return [
        {
          ...{ shop_id: 's', source_id: 'x', at, received_at: at, told_by: system, step, order_ref: `o${nth}`, amount },
          ...{ their_ref: step === 'paid' ? `t${nth}-${after === 10 * MINUTE ? 2 : 1}` : '', currency: amount === 0 ? '' : 'PLN' },
          ...{ method: order.method, carrier: step === 'handed-over' ? 'dpd' : '', country: 'PL', delivery: order.delivery, part: '' },
          ...{ not_before: new Date(0), test: order.isTest === which ? 1 : 0 },
        },
      ];
    });
  });
}

const optionsOf = () => ({
  ...{ calendar, promises: defaultPromises, most: 100, judgedBy: 'a', patience: 0, overlapMs: 0, ticks: () => performance.now() },
});
const sorted = (values: readonly unknown[]) => values.map((one) => JSON.stringify(one)).toSorted();
const plain = ({ orders, states, troubles, worst, seen, flow, basket, rhythm }: BookedLook) => ({
  ...{ orders, states, flow, basket, rhythm },
  troubles: sorted([...troubles].map(([name, one]) => [name, one.orders, one.foremost, [...one.amounts], one.since])),
  worst: sorted(worst.map(({ order, troubles: own }) => [order, own])),
  seen: [[...seen.tells].toSorted(), [...seen.payLater].toSorted(), sorted(Object.entries(seen.systems))],
});

/** The same engine, cut off in the middle of a look. */
function cutOff(after: number): Pick<Telemetry, 'query'> {
  let left = after;
  return { query: (org, sql, params) => (left-- > 0 ? telemetry.query(org, sql, params) : Promise.reject(new Error('cut off'))) };
}

it('looks that go on from each other see what one look at everything sees: late rows, tests, restarts, cuts', async () => {
  let [goneOn, begun] = [0, 0];
  const check = async (run: Run, org: OrgId): Promise<void> => {
    let book: OrderBook | null = null;
    let now = NOW;
    for (const [nth, { hours, event }] of run.looks.entries()) {
      now += hours * HOUR;
      const rows = rowsOf(run, nth);
      if (rows.length > 0) await telemetry.insert(org, 'order_steps', rows);
      const place: OrderPlace = { telemetry, org, shop: 's', from: now - FOLLOWED, to: now };
      if (event === 'restart') book = null;
      if (event === 'cut' && book !== null) {
        const cut = { ...place, telemetry: { ...telemetry, ...cutOff(nth % 5) } };
        // A look that sees early that everything must begin anew needs no more of the engine.
        const ended = await goOnWithBook(book, cut, optionsOf()).catch((thrown: unknown) => messageOf(thrown));
        expect([null, 'cut off']).toContain(ended);
        book = null;
      }
      const went: BookedLook | null = book !== null && isGood(book, place, 'a') ? await goOnWithBook(book, place, optionsOf()) : null;
      const whole = await beginBook(place, optionsOf());
      if (went !== null) expect(plain(went)).toEqual(plain(whole));
      if (went === null) begun += 1;
      else goneOn += 1;
      const { seen, ...reconciled } = await reconcileOrders(place, { calendar, promises: defaultPromises, most: 100 });
      expect(plain(whole)).toMatchObject({ orders: reconciled.orders, states: reconciled.states });
      expect(seen.tells).toEqual(whole.seen.tells);
      book = (went ?? whole).book;
    }
  };
  await fc.assert(
    fc.asyncProperty(runShape, (run) => check(run, telemetry.newOrg())),
    { numRuns: 8, endOnFailure: true },
  );
  expect(goneOn).toBeGreaterThan(begun / 10);
}, 240_000);

it('what was never stored changes nothing, and promises that change begin anew', async () => {
  const org = telemetry.newOrg();
  const place: OrderPlace = { telemetry, org, shop: 's', from: NOW - FOLLOWED, to: NOW };
  const { book } = await beginBook(place, optionsOf());
  if (book === null) throw new Error('no book');
  expect(isGood(book, place, 'a')).toBe(true);
  expect(isGood(book, place, 'b')).toBe(false);
  expect(isGood(book, { ...place, to: NOW - 1 }, 'a')).toBe(false);
  expect((await goOnWithBook(book, place, optionsOf()))?.orders).toBe(0);
});

it('orders that rest are counted as a plain map counts them', () => {
  const step = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom('done', 'cancelled', 'dropped', null));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5_000 }), fc.constantFrom(1, 4_294_967_296, 8_388_608), (steps, stride) => {
      const rested = new RestedOrders();
      const known = new Map<number, string>();
      for (const [key, state] of steps) {
        if (state === null) rested.delete(key * stride);
        else rested.put(key * stride, state);
        if (state === null) known.delete(key);
        else known.set(key, state);
      }
      expect(rested.size).toBe(known.size);
      for (const state of ['done', 'cancelled', 'dropped'] as const)
        expect(rested.counts().get(state) ?? 0).toBe([...known.values()].filter((one) => one === state).length);
    }),
    { numRuns: 60 },
  );
});
