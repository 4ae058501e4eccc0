import { isKnownHost, rejectedHosts } from '../checks/payment/payment-hosts.ts';
import type { Authorised } from '../inspection.ts';
import { confidenceOf, type VisitorHost } from './visitor-host.ts';

/** Whether a reported host is one that nobody authorised, or that was rejected. */
export function isStranger({ host }: Pick<VisitorHost, 'host'>, authorised: Authorised): boolean {
  return rejectedHosts(authorised).has(host) || !isKnownHost(host, authorised);
}

/** The same, and reported at so many times that it takes more than one forged report. */
export function isBelievedStranger(told: VisitorHost, authorised: Authorised): boolean {
  return isStranger(told, authorised) && confidenceOf(told) !== 'low';
}
