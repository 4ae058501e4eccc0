import { expect, it } from 'vitest';
import { isTestingHour, type PaymentHour, usualPayments } from './judge-payment-hours.ts';

const usual = { failedShare: 0.1, failed: 2 };
const hour = (change: Partial<PaymentHour>): PaymentHour => ({ hour: 0, total: 120, failed: 90, lostPlaces: 80, cards: 85, ...change });

it('tells cards that are tried once each from everywhere', () => {
  expect(isTestingHour(hour({}), usual)).toBe(true);
  expect(isTestingHour(hour({ cards: 0 }), usual)).toBe(true);
});

it.each<[string, Partial<PaymentHour>]>([
  ['a sale day: many payments, as many of them fail as always', { total: 900, failed: 95 }],
  ['few failures', { failed: 20, total: 25 }],
  ['a few customers who try again and again', { lostPlaces: 6 }],
  ['a provider that is down: everything fails, again and again', { total: 30, failed: 30, cards: 12 }],
  ['one card from everywhere', { cards: 3 }],
])('is silent: %s', (_, change) => {
  expect(isTestingHour(hour(change), usual)).toBe(false);
});

it('while nobody knows what is usual nothing is said', () => {
  expect(isTestingHour(hour({}), null)).toBe(false);
  expect(usualPayments([hour({})])).toBeNull();
});

it('the usual hour is the middle one, whatever one bad night was', () => {
  const days = Array.from({ length: 48 }, (_, nth) => hour({ hour: nth, total: 20, failed: nth === 5 ? 19 : 2, lostPlaces: 1, cards: 2 }));
  expect(usualPayments(days)).toEqual({ failedShare: 0.1, failed: 2 });
});
