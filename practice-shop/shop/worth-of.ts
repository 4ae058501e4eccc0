import type { Order } from '../world/types.ts';

/** What an event about an order tells of its worth: amount, currency and way to pay; no personal data. */
export function worthOf({ cents, paidBy }: Pick<Order, 'cents' | 'paidBy'>): Readonly<Record<string, string>> {
  return { 'shop.amount': (cents / 100).toFixed(2), 'shop.currency': 'EUR', 'shop.payment.method': paidBy };
}
