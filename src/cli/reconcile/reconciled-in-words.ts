import { showMoney } from '#kernel/money.ts';
import type { ReconciledDocument } from '#steps/watch/index.ts';

type Trouble = ReconciledDocument['troubles'][number];

const WORDS: Readonly<Record<Trouble['trouble'], string>> = {
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

/** The document as people read it. */
export function reconciledInWords({ asOf, orders, states, systems, troubles, files }: ReconciledDocument): string {
  const out: string[] = [];
  for (const { file, kind, lines, steps, rejected, reasons } of files) {
    out.push(`${file} (${kind}): ${lines} lines, ${steps} steps${rejected === 0 ? '' : `, ${rejected} lines could not be read`}`);
    for (const { line, reason } of reasons) out.push(`    line ${line}: ${reason}`);
  }
  out.push('', `${orders} orders, as of ${asOf}.`);
  const told = Object.entries(states).filter(([, count]) => count > 0);
  out.push(`  ${told.map(([state, count]) => `${count} ${state}`).join(', ')}`);
  for (const { system, from, to } of systems) out.push(`  ${system} tells from ${from} to ${to}`);
  if (troubles.length === 0) out.push('', orders === 0 ? 'No file told of an order.' : 'Nothing is wrong, as far as these files tell.');
  for (const trouble of troubles) out.push('', ...inWords(trouble));
  return `${out.join('\n')}\n`;
}

function inWords({ trouble, kind, orders, amounts, list }: Trouble): string[] {
  const money = amounts.map(({ minor, currency }) => showMoney(minor, currency, 'en')).join(', ');
  return [
    `${orders} ${orders === 1 ? 'order' : 'orders'}: ${WORDS[trouble]} (${kind}${money === '' ? '' : `, ${money}`})`,
    ...list.map(({ order, since, minor, currency, system }) => {
      const amount = minor === 0 ? '' : `  ${showMoney(minor, currency, 'en')}`;
      return `    ${order.padEnd(14)} since ${since.slice(0, 16).replace('T', ' ')}${amount}${system === null ? '' : `  (${system})`}`;
    }),
    ...(list.length < orders ? [`    and ${orders - list.length} more`] : []),
  ];
}
