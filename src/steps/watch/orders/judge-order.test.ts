import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { defaultPromises } from './default-promises.ts';
import { judgeOrder, type OrderWorld } from './judge-order.ts';
import type { OrderFacts } from './order-facts.ts';

const T = Date.UTC(2026, 10, 2, 9);
const everyDay = { zone: 'UTC', workdays: new Set([1, 2, 3, 4, 5, 6, 7]), cutOff: 24 * 60, isHoliday: () => false };
const coverage = { from: T - 60 * DAY, to: T + 60 * DAY };
const world: OrderWorld = {
  now: T + 30 * DAY,
  calendar: everyDay,
  promises: defaultPromises,
  seen: {
    systems: { shop: coverage, payment: coverage, erp: coverage, courier: coverage },
    tells: new Set(['placed', 'paid', 'exported', 'handed-over', 'delivered']),
    payLater: new Set(['invoice']),
  },
};
/** An order to which everything happened as it should. */
const fine: OrderFacts = {
  ...{ ref: 'r', first: T, last: T + 3 * DAY, knownToShop: T, placed: T, authorised: 0, paid: T + MINUTE, paidAtProvider: T + MINUTE },
  ...{
    exported: T + HOUR,
    inErp: T + HOUR,
    labelled: T + DAY,
    labelFailed: 0,
    labelledLast: T + DAY,
    handed: T + DAY,
    handedWhole: T + DAY,
  },
  ...{ atCourier: T + DAY, delivered: T + 3 * DAY, cancelled: 0, refunded: 0, refundedAtProvider: 0, returned: 0 },
  ...{ total: 1_000, paidSum: 1_000, paidCount: 1, providerSum: 1_000, providerCount: 1, refundedSum: 0, providerRefundedSum: 0 },
  ...{ creditSum: 0, creditBackSum: 0 },
  ...{ erpAmount: 1_000, currencies: ['EUR'], method: 'card', carrier: 'dpd', country: 'DE', delivery: 'ship', notBefore: 0, test: false },
};
const notSent = { labelled: 0, labelledLast: 0, handed: 0, handedWhole: 0, atCourier: 0, delivered: 0 };
const unpaid = { paid: 0, paidAtProvider: 0, paidSum: 0, paidCount: 0, providerSum: 0, providerCount: 0 };
const judged = (change: Partial<OrderFacts>, other: Partial<OrderWorld> = {}) => {
  const { state, troubles } = judgeOrder({ ...fine, ...change }, { ...world, ...other });
  return [state, ...troubles.map((one) => `${one.trouble} ${one.amount}`)];
};

describe('a part paid by a gift card, of which the provider knows nothing', () => {
  const part = { creditSum: 300, paidSum: 700, providerSum: 700 };
  it.each([
    ['is no other amount', part, ['done']],
    ['nor where the total is what was left', { ...part, total: 700, erpAmount: 700 }, ['done']],
    ['nor all of it, and nothing is missing at the provider', { ...unpaid, paid: T + MINUTE, creditSum: 1_000 }, ['done']],
    ['and the rest may be taken in two', { ...part, paidCount: 2, providerCount: 2 }, ['done']],
    ['but the whole taken beside it is too much', { ...part, paidSum: 800, providerSum: 800 }, ['differs', 'amount-differs 100']],
    ['and too little is too little', { ...part, paidSum: 600, providerSum: 600 }, ['differs', 'amount-differs 100']],
    ['and the rest twice is twice', { ...part, providerSum: 1_400, providerCount: 2 }, ['impossible', 'paid-twice 700']],
    ['given back to the card is no refund of the provider’s', { ...part, refunded: T + 5 * DAY, creditBackSum: 300 }, ['done']],
  ])('%s', (_, change, expected) => expect(judged(change)).toEqual(expected));
});

it('an order to which everything happened is done', () => {
  expect(judged({})).toEqual(['done']);
});

describe('what cannot both be', () => {
  it.each([
    ['cancelled with the money kept', { cancelled: T + HOUR, ...notSent }, ['impossible', 'paid-cancelled 1000']],
    ['the same while it may still be given back', { cancelled: T + HOUR, ...notSent }, ['cancelled'], T + DAY],
    [
      'cancelled, the money given back',
      { cancelled: T + HOUR, ...notSent, refundedSum: 1_000, providerRefundedSum: 1_000, refunded: T + HOUR },
      ['cancelled'],
    ],
    ['two payments', { providerSum: 2_000, providerCount: 2 }, ['impossible', 'paid-twice 1000']],
    [
      'two payments, one given back',
      { providerSum: 2_000, providerCount: 2, providerRefundedSum: 1_000, refundedAtProvider: T + HOUR },
      ['done'],
    ],
    ['two parts that make the whole', { providerCount: 2, paidCount: 2 }, ['done']],
    ['sent without money', { ...unpaid }, ['impossible', 'shipped-unpaid 1000']],
    ['sent on invoice', { ...unpaid, method: 'invoice' }, ['done']],
  ])('%s', (_, change, expected, now: number | undefined = undefined) => {
    expect(judged(change, now === undefined ? {} : { now })).toEqual(expected);
  });
});

describe('what two systems tell differently', () => {
  it.each([
    [
      'the provider has money of which the shop knows nothing',
      { ...notSent, paid: 0, paidSum: 0, paidCount: 0, inErp: 0, exported: 0 },
      'paid-not-noticed',
    ],
    ['the shop says paid, the provider has nothing', { paidAtProvider: 0, providerSum: 0, providerCount: 0 }, 'missing-at-provider'],
    ['less money than ordered', { providerSum: 900, paidSum: 900 }, 'amount-differs'],
    ['more money than ordered', { providerSum: 1_100 }, 'amount-differs'],
    ['another currency', { currencies: ['EUR', 'PLN'] }, 'currency-differs'],
    ['not in the ERP', { inErp: 0, erpAmount: 0 }, 'missing-in-erp'],
    ['another amount in the ERP', { erpAmount: 1_500 }, 'erp-amount-differs'],
    ['a parcel that the courier does not know', { atCourier: 0 }, 'missing-at-courier'],
  ])('%s', (_, change, trouble) => {
    expect(judged(change)[1]).toMatch(new RegExp(`^${trouble} `));
  });
  it('one cent of rounding is no difference', () => {
    expect(judged({ providerSum: 1_001, paidSum: 999, erpAmount: 1_001 })).toEqual(['done']);
  });
  it('a payment for an order that the shop never placed', () => {
    const stranger = { ...fine, ...notSent, knownToShop: 0, placed: 0, total: 0, paid: 0, paidSum: 0, paidCount: 0, inErp: 0, exported: 0 };
    expect(judged(stranger)).toEqual(['differs', 'unknown-to-shop 1000']);
    expect(judged({ ...stranger, knownToShop: T })).not.toContain('unknown-to-shop 1000');
  });
});

describe('what is late', () => {
  it.each([
    ['not sent', notSent, ['overdue', 'not-shipped 1000']],
    ['a pre-order that is not due', { ...notSent, notBefore: T + 40 * DAY }, ['in-flight']],
    ['fetched by the customer', { ...notSent, delivery: 'pickup' }, ['done']],
    ['only a part sent', { handedWhole: 0, delivered: 0 }, ['overdue', 'not-shipped 1000']],
    ['a label that failed', { ...notSent, labelFailed: T + DAY }, ['overdue', 'label-failed 1000', 'not-shipped 1000']],
    ['a label that failed once', { labelFailed: T + DAY - HOUR }, ['done']],
    ['never arrived', { delivered: 0 }, ['overdue', 'not-delivered 1000']],
    [
      'an authorisation that ends',
      { ...unpaid, ...notSent, authorised: T, inErp: 0, exported: 0 },
      ['overdue', 'authorisation-expires 1000'],
    ],
    ['never paid', { ...unpaid, ...notSent, inErp: 0, exported: 0 }, ['dropped']],
    [
      'money promised back and not sent',
      { returned: T + 9 * DAY, refunded: T + 9 * DAY, refundedSum: 1_000 },
      ['overdue', 'refund-not-paid-out 1000'],
    ],
  ])('%s', (_, change, expected) => {
    expect(judged(change)).toEqual(expected);
  });
  it('nothing is late before its time', () => {
    expect(judged({ ...notSent, last: T + HOUR }, { now: T + 2 * HOUR })).toEqual(['in-flight']);
  });
});

describe('what nobody tells is not missed', () => {
  const seen = { systems: { shop: coverage }, tells: new Set(['placed', 'paid']), payLater: new Set<string>() };
  it('without ERP, courier and provider', () => {
    const lonely = { ...notSent, inErp: 0, exported: 0, paidAtProvider: 0, providerSum: 0, providerCount: 0, erpAmount: 0 };
    expect(judged(lonely, { seen })).toEqual(['in-flight']);
  });
  it('outside the time of which a system told', () => {
    const erp = { from: T - 60 * DAY, to: T + MINUTE };
    expect(judged({ inErp: 0, erpAmount: 0 }, { seen: { ...world.seen, systems: { ...world.seen.systems, erp } } })).toEqual(['done']);
  });
  it('of a test order', () => {
    expect(judged({ ...notSent, test: true })).toEqual(['done']);
  });
});

describe('money that the provider gave back and the shop knows nothing of', () => {
  const tells = new Set([...world.seen.tells, 'refunded' as const]);
  const telling = { seen: { ...world.seen, tells } };
  const back = { refundedAtProvider: T + 5 * DAY, providerRefundedSum: 400 };

  it('is told once the shop had its time, where shops tell of refunds', () => {
    expect(judged(back, telling)).toEqual(['differs', 'refund-unknown-to-shop 400']);
    expect(judged(back)).toEqual(['done']);
    expect(judged({ ...back, refunded: T + 5 * DAY, refundedSum: 400 }, telling)).toEqual(['done']);
    expect(judged(back, { ...telling, now: T + 5 * DAY + HOUR })).toEqual(['done']);
  });

  it('is not told of a time in which the shop was not heard, nor of what was paid twice', () => {
    const systems = { ...world.seen.systems, shop: { from: T - 60 * DAY, to: T + 4 * DAY } };
    expect(judged(back, { seen: { ...telling.seen, systems } })).toEqual(['done']);
    const twice = { providerSum: 2_000, providerCount: 2, providerRefundedSum: 1_000, refundedAtProvider: T + HOUR };
    expect(judged(twice, telling)).toEqual(['done']);
  });
});
