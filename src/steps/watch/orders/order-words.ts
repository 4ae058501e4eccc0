/** What can happen to an order, as the steps are named everywhere. */
export const orderSteps = [
  'placed',
  'authorised',
  'paid',
  'payment-failed',
  'exported',
  'labelled',
  'label-failed',
  'handed-over',
  'delivered',
  'cancelled',
  'refunded',
  'returned',
] as const;
export type OrderStep = (typeof orderSteps)[number];

/** Who says so. */
export const orderSystems = ['shop', 'payment', 'erp', 'crm', 'courier'] as const;
export type OrderSystem = (typeof orderSystems)[number];

export function isOrderSystem(text: string): text is OrderSystem {
  return orderSystems.some((one) => one === text);
}

/** What can be wrong with an order, the worst first. */
export const orderTroubles = [
  'paid-cancelled',
  'paid-twice',
  'paid-not-noticed',
  'unknown-to-shop',
  'amount-differs',
  'currency-differs',
  'missing-at-provider',
  'missing-in-erp',
  'erp-amount-differs',
  'not-exported',
  'label-failed',
  'not-shipped',
  'missing-at-courier',
  'shipped-unpaid',
  'not-delivered',
  'refund-not-paid-out',
  'refund-unknown-to-shop',
  'authorisation-expires',
  'refunded-not-returned',
] as const;
export type OrderTrouble = (typeof orderTroubles)[number];

/** How an order stands. `dropped`: never paid. `impossible`: two things that cannot both be. `differs`: two systems disagree. */
export type OrderState = 'in-flight' | 'done' | 'cancelled' | 'dropped' | 'overdue' | 'impossible' | 'differs';

export const kindOfTrouble: Readonly<Record<OrderTrouble, 'overdue' | 'impossible' | 'differs'>> = {
  'paid-cancelled': 'impossible',
  'paid-twice': 'impossible',
  'paid-not-noticed': 'differs',
  'unknown-to-shop': 'differs',
  'amount-differs': 'differs',
  'currency-differs': 'differs',
  'missing-at-provider': 'differs',
  'missing-in-erp': 'differs',
  'erp-amount-differs': 'differs',
  'not-exported': 'overdue',
  'label-failed': 'overdue',
  'not-shipped': 'overdue',
  'missing-at-courier': 'differs',
  'shipped-unpaid': 'impossible',
  'not-delivered': 'overdue',
  'refund-not-paid-out': 'overdue',
  'refund-unknown-to-shop': 'differs',
  'authorisation-expires': 'overdue',
  'refunded-not-returned': 'overdue',
};
