import { addDays, instantOf, localTime, weekdayOf } from '#kernel/local-time.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { type SeededRandom, seededRandom } from '#practice-shop/world/seeded-random.ts';
import { dueAfter, type ShopCalendar } from '#steps/watch/orders/working-days.ts';
import { type Faulty, type Made, type MadeStep, type OrderFault, orderFaults, type Part } from './made-step.ts';
import { oddOf, payOrder } from './pay-order.ts';

export interface MakeOrders {
  readonly seed: string;
  /** ms since 1970. */
  readonly from: number;
  readonly days: number;
  readonly perDay: number;
  readonly calendar: ShopCalendar;
  /** Share of orders with a fault of each kind. */
  readonly faults?: number;
}

const METHODS = ['card', 'blik', 'paypal', 'bank-transfer', 'invoice', 'cash-on-delivery'] as const;
const WEIGHTS = [50, 25, 12, 5, 4, 4];
const CARRIERS = ['inpost', 'dpd', 'dhl'] as const;

/**
 * A year, or a day, of a shop's orders, one after the other: nights and weekends, holidays, pre-orders, pick-up and downloads, invoices and
 * cash on delivery, parts, payments taken in two captures or from two cards, a cent of rounding, refunds with goods back and without, orders that nobody pays, repeated deliveries of one message. The same seed
 * gives the same orders. Whoever runs with faults is told which orders are faulty by `faulty`.
 */
export function* makeOrders(options: MakeOrders, faulty: (fault: Faulty) => void = () => undefined): Generator<readonly MadeStep[]> {
  const random = seededRandom(options.seed);
  let number = 100_000;
  const firstDay = localTime(options.from, options.calendar.zone).day;
  for (let nth = 0; nth < options.days; nth++) {
    const day = addDays(firstDay, nth);
    const weight = [1.1, 1, 0.95, 0.95, 1, 1.15, 1.2][weekdayOf(day) - 1] ?? 1;
    const count = Math.max(0, Math.round(options.perDay * weight * (0.85 + 0.3 * random.next())));
    for (let i = 0; i < count; i++) {
      number += 1 + (random.chance(0.05) ? 1 : 0);
      const placed = instantOf({ day, minutes: minuteOfDay(random) }, options.calendar.zone) + random.between(0, 59_999);
      const fault = options.faults !== undefined && random.chance(options.faults * orderFaults.length) ? random.pick(orderFaults) : null;
      yield makeOrder(random, String(number), placed, options.calendar, fault, faulty);
    }
  }
}

function minuteOfDay(random: SeededRandom): number {
  const hour = random.weighted([2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 13, 12, 12, 12, 12, 13, 14, 16, 18, 20, 18, 12, 6]);
  return hour * 60 + random.between(0, 59);
}

function open(order: string, base: Partial<MadeStep>): Made {
  const steps: MadeStep[] = [];
  const plain = { order, their: '', amount: 0, method: '', delivery: '', part: '', notBefore: null, carrier: '', ...whoOf(order) };
  return { steps, say: (system, step, at, more = {}) => steps.push({ ...plain, ...base, system, step, at: Math.round(at), ...more }) };
}

/** Where to and on what: of the order's number, so that what was made before this was told stays the same. */
function whoOf(order: string): Pick<MadeStep, 'country' | 'device'> {
  const own = seededRandom(`who ${order}`);
  return {
    country: ['PL', 'DE', 'CZ', 'FR', 'SE'][own.weighted([80, 12, 5, 2, 1])] ?? 'PL',
    device: ['mobile', 'desktop', 'tablet'][own.weighted([62, 33, 5])] ?? 'mobile',
  };
}

function makeOrder(
  random: SeededRandom,
  order: string,
  placed: number,
  calendar: ShopCalendar,
  wanted: OrderFault | null,
  faulty: (fault: Faulty) => void,
): readonly MadeStep[] {
  // A faulty order is of the kind that its fault can happen to.
  const method = wanted === null ? (METHODS[random.weighted(WEIGHTS)] ?? 'card') : 'card';
  const delivery = wanted === null ? (['ship', 'pickup', 'digital'][random.weighted([90, 6, 4])] ?? 'ship') : 'ship';
  const preOrder = wanted === null && delivery === 'ship' && random.chance(0.03) ? placed + random.between(5, 40) * DAY : null;
  const amount = random.between(900, 40_000);
  const { steps, say } = open(order, { method, delivery });
  if (wanted === 'unknown-to-shop') {
    say('payment', 'paid', placed + MINUTE, { amount, their: `t-${order}` });
    faulty({ order, fault: wanted, at: placed + MINUTE });
    return steps;
  }
  say('shop', 'placed', placed, { amount, notBefore: preOrder });
  const later = method === 'invoice' || method === 'cash-on-delivery';
  if (wanted === null && !later && random.chance(0.04)) return abandon(say, steps, random, placed);
  const paid = later ? null : placed + (method === 'bank-transfer' ? random.between(8, 70) * HOUR : random.between(20, 240) * 1_000);
  const odd = oddOf(order, method, wanted);
  if (paid !== null && payOrder({ random, order, amount, paid, say, fault: wanted, faulty, odd })) return steps;
  const start = paid ?? placed;
  if (wanted === null && random.chance(0.02)) return cancel(say, steps, random, { order, paid, amount, start });
  if (wanted === 'paid-cancelled') {
    say('shop', 'cancelled', start + 2 * HOUR);
    faulty({ order, fault: wanted, at: start + 2 * HOUR });
    return steps;
  }
  exportIt({ random, order, amount: odd === 'erp-cent' ? amount + 1 : amount, start, say, fault: wanted, faulty });
  if (delivery !== 'ship') return steps;
  return ship({
    random,
    order,
    amount,
    start: Math.max(start, preOrder ?? 0),
    paid,
    calendar,
    made: { steps, say },
    fault: wanted,
    faulty,
  });
}

function abandon(say: Made['say'], steps: MadeStep[], random: SeededRandom, placed: number): MadeStep[] {
  if (random.chance(0.7)) say('shop', 'cancelled', placed + random.between(1, 72) * HOUR);
  return steps;
}

function cancel(
  say: Made['say'],
  steps: MadeStep[],
  random: SeededRandom,
  { order, paid, amount, start }: { readonly order: string; readonly paid: number | null; readonly amount: number; readonly start: number },
): MadeStep[] {
  const at = start + random.between(10, 180) * MINUTE;
  say('shop', 'cancelled', at);
  if (paid === null) return steps;
  say('shop', 'refunded', at + MINUTE, { amount, their: `r-${order}` });
  say('payment', 'refunded', at + random.between(2, 20 * 60) * MINUTE, { amount, their: `r-${order}` });
  return steps;
}

function exportIt({
  random,
  order,
  amount,
  start,
  say,
  fault,
  faulty,
}: Part & { readonly start: number; readonly say: Made['say'] }): void {
  const at = start + random.between(1, 40) * MINUTE;
  if (fault === 'stuck-queue') {
    faulty({ order, fault, at });
    return;
  }
  say('shop', 'exported', at);
  if (fault === 'missing-in-erp') {
    faulty({ order, fault, at });
    return;
  }
  const wrong = fault === 'erp-wrong-amount';
  say('erp', 'exported', at + random.between(1, 30) * MINUTE, { amount: wrong ? amount + 500 : amount });
  if (wrong) faulty({ order, fault, at });
}

interface Shipping extends Part {
  readonly start: number;
  readonly paid: number | null;
  readonly calendar: ShopCalendar;
  readonly made: Made;
}

function ship({ random, order, amount, start, paid, calendar, made, fault, faulty }: Shipping): MadeStep[] {
  const { steps, say } = made;
  const carrier = random.pick(CARRIERS);
  const lastMoment = dueAfter(start, random.weighted([50, 40, 10]), calendar);
  // Parcels leave on working days, in the afternoon.
  const left = lastMoment - random.between(6, 9) * HOUR;
  if (fault === 'not-shipped') {
    faulty({ order, fault, at: start });
    return steps;
  }
  if (fault === 'label-failed') {
    say('shop', 'label-failed', left - HOUR, { carrier });
    faulty({ order, fault, at: left - HOUR });
    return steps;
  }
  if (random.chance(0.01)) say('shop', 'label-failed', left - 50 * MINUTE, { carrier });
  say('shop', 'labelled', left - 30 * MINUTE, { carrier });
  const inParts = fault === null && random.chance(0.04);
  if (inParts) say('shop', 'handed-over', left - 10 * MINUTE, { carrier, part: 'partial' });
  say('shop', 'handed-over', left, { carrier });
  if (fault === 'missing-at-courier') {
    faulty({ order, fault, at: left });
    return steps;
  }
  say('courier', 'handed-over', left + random.between(1, 5) * HOUR, { carrier });
  const arrived = left + random.between(18, 96) * HOUR;
  say('courier', 'delivered', arrived, { carrier });
  if (paid === null) say('shop', 'paid', arrived + random.between(1, 12) * DAY, { amount });
  if (paid !== null && (fault === 'refund-not-paid-out' || (fault === null && random.chance(0.04))))
    sendBack({ random, order, amount, arrived, say, fault, faulty });
  return steps;
}

function sendBack({
  random,
  order,
  amount,
  arrived,
  say,
  fault,
  faulty,
}: Part & { readonly arrived: number; readonly say: Made['say'] }): void {
  const back = arrived + random.between(2, 12) * DAY;
  // Some get their money back and keep the goods: part of it, by agreement.
  const goodwill = random.chance(0.3);
  const given = goodwill ? Math.round(amount / 4) : amount;
  if (!goodwill) say('shop', 'returned', back);
  say('shop', 'refunded', back + HOUR, { amount: given, their: `r-${order}` });
  if (fault === 'refund-not-paid-out') faulty({ order, fault, at: back + HOUR });
  else say('payment', 'refunded', back + random.between(2, 30) * HOUR, { amount: given, their: `r-${order}` });
}
