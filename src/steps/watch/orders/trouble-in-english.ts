import type { LookTrouble } from './look-result.ts';
import type { OrderTrouble } from './order-words.ts';

/** What is wrong, in English: for the command line and the ledger. Pages say it in the reader's language. */
export const troubleWords: Readonly<Record<OrderTrouble, string>> = {
  'paid-cancelled': 'paid, cancelled, and the money was not given back',
  'paid-twice': 'paid more than once',
  'paid-not-noticed': 'paid at the provider, and the shop does not know',
  'unknown-to-shop': 'known to others, not to the shop',
  'amount-differs': 'another amount was taken than was ordered',
  'currency-differs': 'systems name different currencies',
  'missing-at-provider': 'paid says the shop, and the provider has no payment',
  'missing-in-erp': 'paid, and not in the ERP',
  'erp-amount-differs': 'another amount in the ERP',
  'not-exported': 'paid, and not exported',
  'label-failed': 'a label failed, and none was made since',
  'not-shipped': 'paid, and not handed over in time',
  'missing-at-courier': 'handed over, and the courier does not know it',
  'shipped-unpaid': 'handed over without being paid',
  'not-delivered': 'handed over long ago, and not delivered',
  'refund-not-paid-out': 'refunded by the shop, and not by the provider',
  'refund-unknown-to-shop': 'refunded by the provider, and the shop does not know',
  'authorisation-expires': 'authorised, not captured: the authorisation ends',
  'refunded-not-returned': 'refunded, and the goods did not come back',
};

/** One line about a trouble of a shop. */
export function troubleInEnglish({ trouble, subject, orders, expected, tried }: LookTrouble): string {
  const what = subject
    .replace(/^step /, '')
    .replace(/^(method|carrier) /, 'orders by $1 ')
    .replace(/^country /, 'orders to ')
    .replace(/^device /, 'orders by kind of device ');
  if (trouble === 'failing')
    return `Failing: ${orders} of ${tried ?? orders} ${what.replace('orders by carrier', 'labels of carrier')} did not go through; about ${Math.round(expected ?? 0)} would not as a rule`;
  if (trouble === 'silent') return `Silence: nothing is told of ${what}; about ${Math.round(expected ?? 0)} would have come`;
  if (trouble === 'low') return `Few: ${orders} of ${what}; about ${Math.round(expected ?? 0)} would have come`;
  return `${orders} ${orders === 1 ? 'order' : 'orders'}: ${troubleWords[trouble as OrderTrouble]}`;
}
