import { getDomain } from 'tldts';
import { DAY } from '#kernel/time.ts';
import type { PaymentPage } from '../../inspection.ts';

/** Thieves register a name, use it for days or weeks, and let it go. */
const FRESH_DAYS = 30;
const YOUNG_DAYS = 120;
/** Certificates are renewed every few weeks: only one of the last days says anything, and little. */
const NEW_CERTIFICATE_DAYS = 4;

export interface Freshness {
  /** Weight in a verdict on theft. */
  readonly points: number;
  readonly reason: string;
}

/** Whether the name of a host was registered so lately that it speaks against it; `null`: it is old, or nobody knows. Pure. */
export function freshName({ ages = [], lookedAt }: Pick<PaymentPage, 'ages' | 'lookedAt'>, host: string): Freshness | null {
  const domain = getDomain(host) ?? '';
  const age = ages.find((item) => item.domain === domain);
  if (age === undefined || lookedAt === undefined) return null;
  const daysSince = (at: string | null) =>
    at === null ? Number.POSITIVE_INFINITY : Math.floor((Date.parse(lookedAt) - Date.parse(at)) / DAY);
  const [days, certificate] = [daysSince(age.registeredAt), daysSince(age.certificateAt)];
  if (days < YOUNG_DAYS) {
    return { points: days < FRESH_DAYS ? 3 : 1, reason: `${domain} was registered ${ago(days)}` };
  }
  return certificate < NEW_CERTIFICATE_DAYS
    ? { points: 1, reason: `the certificate of ${domain} began ${ago(certificate)}; how old the name is, nobody told (${age.reason})` }
    : null;
}

function ago(days: number): string {
  return days < 1 ? 'within the last day' : days === 1 ? '1 day before' : `${days} days before`;
}
