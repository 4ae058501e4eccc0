import type { Severity } from '#kernel/outcome.ts';
import type { Inspection } from '../../inspection.ts';
import { isBelievedStranger, isStranger } from '../../inventory/is-believed-stranger.ts';
import { type Confidence, confidenceOf, type VisitorHost } from '../../inventory/visitor-host.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { hasBegun } from './compare-payment.ts';

/** Browsers of visitors, too, talk only to known hosts on the payment page: skimmers hide from whoever only looks. */
export const paymentVisitors: Check = {
  meta: {
    id: 'payment-visitors',
    area: 'payment',
    title: 'Visitors’ browsers meet only known hosts on the payment page',
    severity: 'high',
    requires: ['visitors', 'authorised'],
    owner: 'A script that hides from us may still run in the browsers of your customers.',
    remedy:
      'Open the payment page as a customer would, from another country and on a phone, and find what contacts this host. If nobody knows it, take it off the page.',
    references: ['CWE-829', 'PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1'],
  },
  notFor: ({ visitors, authorised }) => {
    if (visitors === null) return 'no browser of a visitor reports to Shopbell';
    return authorised === null || !hasBegun(authorised) ? 'nobody has authorised the hosts of the payment page yet' : null;
  },
  judge: ({ visitors, authorised, target, payment }) => {
    if (!visitors || authorised === null) return unknown('there is nothing to compare with');
    if (visitors.kind === 'unknown') return unknown(visitors.reason);
    const strange = visitors.value.filter((told) => isStranger(told, authorised));
    const believed = strange.filter((told) => isBelievedStranger(told, authorised));
    if (believed.length > 0) return found(believed.map((host) => asWeakness(target, host)));
    if (strange.length > 0)
      return unknown(`${strange.length} new hosts were reported, too seldom to be believed: anybody can send a report.`);
    if (visitors.value.length === 0 && !asksForReports(payment))
      return unknown('The payment page does not ask browsers to report to Shopbell.');
    return pass(`${visitors.value.length} hosts were reported by browsers of visitors, all known`, 'request');
  },
};

/** Whether the payment page, as we saw it, names an address of ours for reports: only then does silence say something. */
function asksForReports(payment: Inspection['payment']): boolean {
  if (payment?.kind !== 'got') return false;
  const names = ['content-security-policy', 'content-security-policy-report-only'];
  return Object.entries(payment.value.headers).some(
    ([name, value]) => names.includes(name.toLowerCase()) && value.includes('/in/reports/'),
  );
}

const severities: Readonly<Record<Confidence, Severity>> = { low: 'low', medium: 'medium', high: 'high' };

function asWeakness(target: string, told: VisitorHost): Weakness {
  const { host, reports, hours, days, agents, directives, sources } = told;
  const confidence = confidenceOf(told);
  const basis = `${reports} reports at ${hours} different hours on ${days} days from ${agents} kinds of browsers`;
  return {
    key: host,
    severity: severities[confidence],
    title: `Browsers of visitors met a host on the payment page that nobody authorised: ${host}`,
    url: target,
    evidence: [
      { kind: 'request', text: `${basis}; confidence ${confidence}, since anybody can send reports` },
      {
        kind: 'request',
        text: `as ${directives.join(', ')}${sources.length > 0 ? `, asked for by ${sources.slice(0, 4).join(', ')}` : ''}`,
      },
    ],
  };
}
