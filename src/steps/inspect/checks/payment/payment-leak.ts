import type { Leak } from '../../inspection.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';

const CARD: ReadonlySet<string> = new Set(['card', 'expiry']);

/** What is typed into the payment page stays with the shop: made-up values are typed, and every request is searched for them. */
export const paymentLeak: Check = {
  meta: {
    id: 'payment-leak',
    area: 'payment',
    title: 'What customers type on the payment page goes nowhere else',
    severity: 'critical',
    requires: ['payment', 'depth'],
    owner: 'Your customers’ cards are being copied while they pay.',
    remedy:
      'Take the payment page offline or remove the named script now; keep a copy as evidence; treat cards typed since it appeared as stolen.',
    references: ['CWE-829', 'CWE-359', 'PCI DSS 4.0.1 11.6.1', 'ASVS 5.0 14.2.3'],
  },
  notFor: (inspection) => {
    if (inspection.payment === null) return 'no payment page is named';
    return inspection.depth === 'owner' ? null : 'control of the shop is not proven, so nothing is typed';
  },
  judge: ({ payment }) => {
    if (payment === null || payment.kind === 'unknown') return unknown(payment?.reason ?? 'no payment page is named');
    const page = payment.value;
    const byHost = Map.groupBy(page.leaks, (leak) => leak.host);
    if (byHost.size > 0) return found([...byHost].map(([host, leaks]) => weaknessOf(page.finalUrl, host, leaks)));
    if (page.partial !== null) return unknown(page.partial);
    if (page.typed.length === 0) return unknown('There was no field on the page to type into.');
    const card = page.typed.includes('card') ? '' : '; the page itself has no field for a card number';
    return pass(`made-up values typed into ${page.typed.join(', ')}; none went to another host${card}`, 'request');
  },
};

function weaknessOf(url: string, host: string, leaks: readonly Leak[]): Weakness {
  const fields = [...new Set(leaks.map((leak) => leak.field))];
  const card = fields.some((field) => CARD.has(field));
  return {
    key: host,
    severity: card ? 'critical' : 'high',
    title: card
      ? `Card data typed on the payment page is sent to ${host}`
      : `What is typed on the payment page (${fields.join(', ')}) is sent to ${host}`,
    url,
    evidence: leaks.slice(0, 10).map((leak) => ({
      kind: 'request',
      text: `${leak.field} in the ${leak.where} (${leak.encoding}) to ${leak.host}${leak.script ? `, sent by ${leak.script}` : ''}`,
    })),
  };
}
