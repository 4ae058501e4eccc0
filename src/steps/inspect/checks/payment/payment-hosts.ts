import type { Authorised, PaymentPage } from '../../inspection.ts';
import { vendorOf } from '../../inventory/vendor-of.ts';
import type { Check, Weakness } from '../check.ts';
import { comparePayment, expiredWeaknesses, hasBegun, nothingAuthorised } from './compare-payment.ts';
import { freshName } from './fresh-name.ts';

/** The payment page talks only to hosts that were there when a person looked. */
export const paymentHosts: Check = {
  meta: {
    id: 'payment-hosts',
    area: 'payment',
    title: 'The payment page talks only to known hosts',
    severity: 'high',
    requires: ['payment', 'authorised'],
    owner: 'What customers type can be sent to a host that nobody knows.',
    remedy: 'Find the script that contacts this host. If nobody knows it, take it off the page and treat card data as stolen.',
    references: ['CWE-829', 'PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1'],
  },
  notFor: nothingAuthorised,
  judge: (inspection) => comparePayment(inspection, judgeHosts, 'no host beyond the authorised ones'),
};

function judgeHosts(page: PaymentPage, authorised: Authorised): Weakness[] {
  const third = page.hosts.filter(({ party }) => party === 'third');
  const rejected = rejectedHosts(authorised);
  const begun = hasBegun(authorised);
  const strange = third.filter(({ host }) => rejected.has(host) || (begun && !isKnownHost(host, authorised)));
  return [
    ...strange.map(({ host, requests }) => ({
      key: host,
      severity: 'high' as const,
      title: rejected.has(host) ? `The payment page talks to a rejected host: ${host}` : `The payment page talks to a new host: ${host}`,
      url: page.finalUrl,
      evidence: [{ kind: 'request' as const, text: `${requests} requests to ${host}` }, ...freshLine(page, host)],
    })),
    ...expiredWeaknesses(authorised, 'host', page, (key) => third.some(({ host }) => host === key)),
    ...expiredWeaknesses(authorised, 'vendor', page, (key) => third.some(({ host }) => vendorOf(host) === key)),
  ];
}

/** That the name is young, as far as anybody knows. */
export function freshLine(page: PaymentPage, host: string): { readonly kind: 'request'; readonly text: string }[] {
  const fresh = freshName(page, host);
  return fresh === null ? [] : [{ kind: 'request', text: fresh.reason }];
}

/** Whether a person authorised the host, or trusts whoever it belongs to. */
export function isKnownHost(host: string, { hosts, vendors = [] }: Authorised): boolean {
  return hosts.includes(host) || vendors.includes(vendorOf(host) ?? '');
}

export function rejectedHosts({ rejected = [] }: Authorised): ReadonlySet<string> {
  return new Set(rejected.filter(({ kind }) => kind === 'host').map(({ key }) => key));
}
