import type { Severity } from '#kernel/outcome.ts';
import type { Authorised, PaymentPage } from '../../inspection.ts';
import { securityHeadersOf } from '../../inventory/security-headers.ts';
import type { Check, Weakness } from '../check.ts';
import { comparePayment, expiredWeaknesses, nothingAuthorised } from './compare-payment.ts';

/** The headers on which the safety of the payment page rests are as a person authorised them (PCI DSS 4.0.1, 11.6.1). */
export const paymentHeaders: Check = {
  meta: {
    id: 'payment-headers',
    area: 'payment',
    title: 'The security headers of the payment page are as authorised',
    severity: 'high',
    requires: ['payment', 'authorised'],
    owner: 'Somebody who can take a protection off the payment page can then put a thief’s script on it.',
    remedy: 'Find out who changed the header and why. Put it back, or authorise the new value with a reason.',
    references: ['CWE-693', 'PCI DSS 4.0.1 11.6.1', 'ASVS 5.0 3.4.1'],
  },
  notFor: (inspection) => {
    const reason = nothingAuthorised(inspection);
    if (reason !== null) return reason;
    return Object.keys(inspection.authorised?.headers ?? {}).length === 0
      ? 'nobody has authorised the headers of the payment page yet'
      : null;
  },
  judge: (inspection) => comparePayment(inspection, judgeHeaders, 'every security header is as it was authorised'),
};

function judgeHeaders(page: PaymentPage, authorised: Authorised): Weakness[] {
  const wanted = authorised.headers ?? {};
  const changed = [...securityHeadersOf(page.headers)].flatMap(([name, value]) => {
    const before = wanted[name];
    if (before === value || (before === undefined && value === '')) return [];
    return [headerWeakness(page, name, before ?? '', value)];
  });
  return [...changed, ...expiredWeaknesses(authorised, 'header', page, () => true)];
}

function headerWeakness(page: PaymentPage, name: string, before: string, value: string): Weakness {
  const what = value === '' ? 'is gone' : before === '' ? 'is new' : 'has changed';
  return {
    key: name,
    severity: severityOf(name, before, value),
    title: `A security header of the payment page ${what}: ${name}`,
    url: page.finalUrl,
    evidence: [
      { kind: 'header', text: `authorised: ${before === '' ? 'not there' : before.slice(0, 600)}` },
      { kind: 'header', text: `now: ${value === '' ? 'not there' : value.slice(0, 600)}` },
    ],
  };
}

/** Losing the policy that says which scripts may run is grave; a mere report, or a protection that was added, is not. */
function severityOf(name: string, before: string, value: string): Severity {
  if (name === 'content-security-policy-report-only') return 'low';
  if (name === 'access-control-allow-origin') return value === '' ? 'low' : 'medium';
  if (before === '') return 'low';
  if (value === '') return name === 'content-security-policy' ? 'high' : 'medium';
  return 'medium';
}
