import { DAY, HOUR } from '#kernel/time.ts';
import type { OrderFacts, Promises, Seen } from './order-facts.ts';
import { kindOfTrouble, type OrderState, type OrderSystem, type OrderTrouble, orderTroubles } from './order-words.ts';
import { dueAfter, type ShopCalendar } from './working-days.ts';

/** Something wrong with an order, since when (ms since 1970), and how much money it is about in the smallest unit. */
export interface FoundTrouble {
  readonly trouble: OrderTrouble;
  readonly since: number;
  readonly amount: number;
  /** Who has it although the shop does not, of `unknown-to-shop`. */
  readonly system?: OrderSystem;
}

export interface JudgedOrder {
  readonly state: OrderState;
  readonly troubles: readonly FoundTrouble[];
}

export interface OrderWorld {
  /** ms since 1970. */
  readonly now: number;
  readonly calendar: ShopCalendar;
  readonly promises: Promises;
  readonly seen: Seen;
}

/** An order that was not paid for so long never will be. */
export const DROPPED_AFTER = 3 * DAY;
/** A cent may get lost when currencies are exchanged. */
const ROUNDING = 1;

/** How an order stands, and what is wrong with it. What no system that would have told says anything of is not judged. Pure. */
export function judgeOrder(order: OrderFacts, world: OrderWorld): JudgedOrder {
  if (order.test) return { state: 'done', troubles: [] };
  const found = order.placed === 0 ? judgeStranger(order, world) : [...judgeMoney(order, world), ...judgeGoods(order, world)];
  const troubles = found.sort((a, b) => orderTroubles.indexOf(a.trouble) - orderTroubles.indexOf(b.trouble));
  const [worst] = troubles;
  return { state: worst === undefined ? stateOf(order, world) : kindOfTrouble[worst.trouble], troubles };
}

function stateOf(order: OrderFacts, { now, seen }: OrderWorld): OrderState {
  if (order.cancelled > 0) return 'cancelled';
  const end = seen.tells.has('delivered') && isShipped(order) ? order.delivered : order.handedWhole;
  if (end > 0 || order.returned > 0) return 'done';
  const paid = firstOf(order.paid, order.paidAtProvider);
  if (paid > 0 && !isShipped(order)) return 'done';
  if (paid > 0 && isRefunded(order)) return 'cancelled';
  return paid === 0 && !seen.payLater.has(order.method) && now - order.placed > DROPPED_AFTER ? 'dropped' : 'in-flight';
}

function isShipped({ delivery }: OrderFacts): boolean {
  return delivery !== 'pickup' && delivery !== 'digital';
}

function isRefunded(order: OrderFacts): boolean {
  const paid = Math.max(order.paidSum, order.providerSum);
  if (paid === 0) return order.creditSum > 0 && order.creditBackSum >= order.creditSum - ROUNDING;
  return Math.max(order.refundedSum, order.providerRefundedSum) >= paid - ROUNDING;
}

/**
 * What is left for a payment provider to take: without what a gift card or store credit pays. Some shops name a total from which that was taken
 * already: a sum that is the total is right as well.
 */
function leftOf({ total, creditSum }: OrderFacts, sum: number): number {
  return Math.abs(sum - total) <= ROUNDING ? total : Math.max(0, total - creditSum);
}

function firstOf(...times: readonly number[]): number {
  const told = times.filter((time) => time > 0);
  return told.length === 0 ? 0 : Math.min(...told);
}

/** Whether a system would have told by now of something at this time. */
function covers(seen: Seen, system: OrderSystem, from: number, to: number): boolean {
  const coverage = seen.systems[system];
  return coverage !== undefined && from >= coverage.from && to <= coverage.to;
}

/** An order that others know and the shop does not. */
function judgeStranger(order: OrderFacts, { now, promises, seen }: OrderWorld): FoundTrouble[] {
  const since = order.first + promises.noticeMs;
  // What the shop speaks of it knows; of what was placed before it began to tell nothing can be said.
  if (order.knownToShop > 0) return [];
  if (since > now || !covers(seen, 'shop', order.first - 14 * DAY, since)) return [];
  const system = (['payment', 'erp', 'courier', 'crm'] as const).find((one) => firstSaidBy(order, one) > 0);
  return system === undefined ? [] : [{ trouble: 'unknown-to-shop', since, amount: Math.max(order.providerSum, order.erpAmount), system }];
}

function firstSaidBy(order: OrderFacts, system: OrderSystem): number {
  if (system === 'payment') return firstOf(order.paidAtProvider, order.refundedAtProvider);
  if (system === 'erp') return order.inErp;
  return system === 'courier' ? order.atCourier : 0;
}

/** Overdue as soon as `since` has passed. */
function when(now: number, since: number, trouble: OrderTrouble, amount: number): FoundTrouble[] {
  return now >= since ? [{ trouble, since, amount }] : [];
}

function judgeMoney(order: OrderFacts, world: OrderWorld): FoundTrouble[] {
  const { now, promises, seen } = world;
  const { total, paid, paidAtProvider, cancelled } = order;
  const found: FoundTrouble[] = [];
  const money = Math.max(order.paidSum, order.providerSum);
  const back = Math.max(order.refundedSum, order.providerRefundedSum);
  const count = Math.max(order.providerCount, order.paidCount);
  if (cancelled > 0 && money - back > ROUNDING) {
    const since = Math.max(cancelled, firstOf(paid, paidAtProvider)) + promises.refundMs;
    found.push(...when(now, since, 'paid-cancelled', money - back));
  }
  const left = leftOf(order, money - back);
  if (count > 1 && total > 0 && money - back > left + ROUNDING) {
    found.push(...when(now, Math.max(paid, paidAtProvider) + promises.noticeMs, 'paid-twice', money - back - left));
  }
  if (cancelled === 0 && paid === 0 && paidAtProvider > 0 && seen.tells.has('paid')) {
    found.push(...when(now, paidAtProvider + promises.noticeMs, 'paid-not-noticed', order.providerSum));
  }
  if (order.currencies.length > 1) found.push(...when(now, order.last + promises.noticeMs, 'currency-differs', total));
  else if (count === 1 || (count > 1 && money < leftOf(order, money))) found.push(...judgeAmount(order, world, money));
  const isByCredit = order.creditSum > 0 && leftOf(order, 0) <= ROUNDING;
  if (
    paid > 0 &&
    paidAtProvider === 0 &&
    !isByCredit &&
    covers(seen, 'payment', paid, paid + promises.noticeMs) &&
    !seen.payLater.has(order.method)
  ) {
    found.push(...when(now, paid + promises.noticeMs, 'missing-at-provider', order.paidSum));
  }
  return [...found, ...judgeRefunds(order, world), ...judgeAuthorisation(order, world)];
}

/** Parts may be taken one after the other; what is short is short once everything is on its way. */
function judgeAmount(order: OrderFacts, { now, promises }: OrderWorld, money: number): FoundTrouble[] {
  const { total } = order;
  const sums = [order.paidSum, order.providerSum].filter((sum) => sum > 0);
  const over = total > 0 && sums.some((sum) => sum - leftOf(order, sum) > ROUNDING);
  const short = total > 0 && sums.some((sum) => leftOf(order, sum) - sum > ROUNDING);
  const paid = firstOf(order.paid, order.paidAtProvider);
  if (over) return when(now, paid + promises.noticeMs, 'amount-differs', Math.abs(money - leftOf(order, money)));
  if (!short || order.cancelled > 0) return [];
  const whole = order.handedWhole > 0 ? order.handedWhole + DAY : isShipped(order) ? 0 : paid + DAY;
  return whole === 0 ? [] : when(now, whole, 'amount-differs', leftOf(order, 0) - Math.min(...sums));
}

function judgeRefunds(order: OrderFacts, { now, promises, seen }: OrderWorld): FoundTrouble[] {
  const { refunded, refundedAtProvider, refundedSum, providerRefundedSum } = order;
  const found: FoundTrouble[] = [];
  const due = refunded + promises.refundMs;
  if (refunded > 0 && refundedSum - providerRefundedSum > ROUNDING && order.providerSum > 0 && covers(seen, 'payment', refunded, due))
    found.push(...when(now, due, 'refund-not-paid-out', refundedSum - providerRefundedSum));
  const told = refundedAtProvider + promises.refundMs;
  // What was paid twice and is given back once is no refund of the shop's.
  const unknown =
    providerRefundedSum - refundedSum - (order.total > 0 ? Math.max(0, order.providerSum - leftOf(order, order.providerSum)) : 0);
  if (refundedAtProvider > 0 && unknown > ROUNDING && seen.tells.has('refunded') && covers(seen, 'shop', refundedAtProvider, told))
    found.push(...when(now, told, 'refund-unknown-to-shop', unknown));
  const back = Math.max(refunded, refundedAtProvider);
  const goodsOut = order.handed > 0 && order.cancelled === 0;
  if (back > 0 && goodsOut && isRefunded(order) && order.returned === 0 && seen.tells.has('returned'))
    found.push(...when(now, back + promises.returnDays * DAY, 'refunded-not-returned', order.total));
  return found;
}

function judgeAuthorisation(order: OrderFacts, { now, promises }: OrderWorld): FoundTrouble[] {
  const { authorised, paid, paidAtProvider, cancelled, notBefore, total } = order;
  if (authorised === 0 || paid > 0 || paidAtProvider > 0 || cancelled > 0 || notBefore > now) return [];
  return when(now, authorised + promises.authorisedDays * DAY, 'authorisation-expires', total);
}

function judgeGoods(order: OrderFacts, world: OrderWorld): FoundTrouble[] {
  const { now, promises, seen, calendar } = world;
  const { total, handed, cancelled, notBefore } = order;
  const later = seen.payLater.has(order.method);
  const paid = firstOf(order.paid, order.paidAtProvider) || (later ? order.placed : 0);
  const found: FoundTrouble[] = [];
  const neverPaid = firstOf(order.paid, order.paidAtProvider) === 0;
  const payTold = seen.tells.has('paid') || seen.systems.payment !== undefined;
  if (handed > 0 && neverPaid && !later && total > 0 && payTold)
    found.push(...when(now, handed + promises.noticeMs, 'shipped-unpaid', total));
  if (paid === 0 || cancelled > 0 || isRefunded(order)) return found;
  found.push(...judgeErp(order, world, paid));
  if (!isShipped(order)) return found;
  if (order.labelFailed > order.labelledLast && handed === 0)
    found.push(...when(now, order.labelFailed + promises.labelMs, 'label-failed', total));
  if (order.handedWhole === 0 && seen.tells.has('handed-over')) {
    const start = Math.max(paid, notBefore);
    found.push(...when(now, dueAfter(start, promises.shipDays, calendar), 'not-shipped', total));
  }
  if (handed > 0 && order.atCourier === 0) {
    const due = dueAfter(handed, 1, calendar);
    if (covers(seen, 'courier', handed, due)) found.push(...when(now, due, 'missing-at-courier', total));
  }
  if (order.handedWhole > 0 && order.delivered === 0 && order.returned === 0 && seen.tells.has('delivered'))
    found.push(...when(now, order.handedWhole + promises.deliverDays * DAY, 'not-delivered', total));
  return found;
}

function judgeErp(order: OrderFacts, { now, promises, seen }: OrderWorld, paid: number): FoundTrouble[] {
  const { inErp, exported, erpAmount, total } = order;
  const start = Math.max(paid, order.placed);
  const due = start + promises.exportMs;
  if (inErp > 0) {
    const differs = erpAmount > 0 && Math.abs(erpAmount - total) > ROUNDING;
    return differs ? when(now, inErp + HOUR, 'erp-amount-differs', Math.abs(erpAmount - total)) : [];
  }
  if (covers(seen, 'erp', start, due)) return when(now, due, 'missing-in-erp', total);
  return exported === 0 && seen.systems.erp === undefined && seen.tells.has('exported') ? when(now, due, 'not-exported', total) : [];
}
