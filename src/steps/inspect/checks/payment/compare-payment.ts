import { type Authorised, type Inspection, isElsewhere, type PaymentPage } from '../../inspection.ts';
import { found, type Judgement, pass, unknown, type Weakness } from '../check.ts';

/** Why scripts, hosts and headers cannot be compared with what people said, or null. */
export function nothingAuthorised(inspection: Inspection): string | null {
  if (inspection.payment === null) return 'no payment page is named';
  return inspection.authorised === null ? 'nobody has authorised the scripts of the payment page yet' : null;
}

/** Reads payment page and authorised inventory, or says why it cannot be judged. A look that was cut short proves no absence. */
export function comparePayment(
  inspection: Inspection,
  judge: (page: PaymentPage, authorised: Authorised) => readonly Weakness[],
  fine: string,
): Judgement {
  const { payment, authorised } = inspection;
  if (payment === null || authorised === null) return unknown('there is nothing to compare with');
  if (payment.kind === 'unknown') return unknown(payment.reason);
  if (isElsewhere(payment.value)) return unknown(`The payment page led elsewhere, to ${payment.value.finalUrl}.`);
  if (payment.value.status >= 400) return unknown(`The payment page answered ${payment.value.status}.`);
  const weaknesses = judge(payment.value, authorised);
  if (weaknesses.length > 0) return found(weaknesses);
  if (payment.value.partial !== null) return unknown(payment.value.partial);
  return pass(fine, 'script');
}

/** Whether anything was authorised at all: a mere rejection makes nothing else new. */
export function hasBegun({ scripts, hosts, vendors }: Authorised): boolean {
  return scripts.length > 0 || hosts.length > 0 || (vendors ?? []).length > 0;
}

/** Authorisations of a kind that have ended, for what is still there: somebody has to look again, which is no emergency. */
export function expiredWeaknesses(
  { expired }: Authorised,
  kind: NonNullable<Authorised['expired']>[number]['kind'],
  page: PaymentPage,
  isThere: (key: string) => boolean,
): Weakness[] {
  return (expired ?? [])
    .filter((item) => item.kind === kind && isThere(item.key))
    .map(({ key, until }) => ({
      key: `expired ${kind} ${key}`,
      severity: 'low' as const,
      title: `The authorisation of ${key} on the payment page has ended`,
      url: page.finalUrl,
      evidence: [{ kind: 'script' as const, text: `${key} was authorised until ${until.slice(0, 10)}` }],
      remedy: 'Look whether it is still needed, and authorise it again with a reason, or take it off the page.',
    }));
}
