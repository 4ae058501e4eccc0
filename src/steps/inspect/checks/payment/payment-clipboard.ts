import type { PaymentPage, Trick } from '../../inspection.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';

const GRAVE = {
  'puts a command in the clipboard': [
    'critical',
    'A script on the payment page puts a command for the customer’s computer in the clipboard',
  ],
  'changes what is copied': ['high', 'A script on the payment page changes what customers copy'],
} as const;

/** Whether scripts put something else in customers' clipboards than what these asked for. */
export const paymentClipboard: Check = {
  meta: {
    id: 'payment-clipboard',
    area: 'payment',
    title: 'The payment page puts nothing into the clipboard that customers did not copy',
    severity: 'critical',
    requires: ['payment'],
    owner: 'Customers are told to paste what was put there, and their own computer is taken over; or they pay to a stranger’s account.',
    remedy: 'Take the script off the page today, and find out how it got there: shopbell scan-files.',
    references: ['CWE-506', 'CWE-829', 'PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1'],
  },
  notFor: (inspection) => {
    if (inspection.payment === null) return 'no payment page is named';
    return inspection.depth === 'owner' ? null : 'control of the shop is not proven, so nothing is copied';
  },
  judge: ({ payment }) => {
    if (payment === null || payment.kind === 'unknown') return unknown(payment?.reason ?? 'no payment page is named');
    const page = payment.value;
    const weaknesses = page.tricks.flatMap((trick) => weaknessOf(page, trick));
    if (weaknesses.length > 0) return found([...new Map(weaknesses.map((weakness) => [weakness.key, weakness])).values()]);
    if (page.partial !== null) return unknown(page.partial);
    const written = page.tricks.filter(({ what }) => what === 'writes the clipboard').length;
    return pass(written === 0 ? 'no script wrote to the clipboard' : 'what scripts wrote to the clipboard is no command', 'script');
  },
};

function weaknessOf({ finalUrl }: PaymentPage, { what, script, detail }: Trick): Weakness[] {
  if (what !== 'puts a command in the clipboard' && what !== 'changes what is copied') return [];
  const [severity, title] = GRAVE[what];
  const evidence = [{ kind: 'script' as const, text: detail }, ...(script === null ? [] : [{ kind: 'script' as const, text: script }])];
  return [{ key: `${what} ${script ?? ''}`.trim(), severity, title, url: finalUrl, evidence }];
}
