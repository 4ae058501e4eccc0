import type { PaymentPage } from '../../inspection.ts';
import { isPaymentHost } from '../../payment-hosts.ts';
import { type Judgement, notApplicable, unknown } from '../check.ts';

/** What it means that nothing was typed: customers pay elsewhere, or the fields were not understood. */
export function nothingTyped({ forms, frames }: Pick<PaymentPage, 'forms' | 'frames'>): Judgement {
  const provider = frames.map(({ url }) => URL.parse(url)?.host ?? '').find(isPaymentHost);
  if (provider !== undefined)
    return notApplicable(`the page has no field of its own to type into; customers pay in a frame of ${provider}`);
  if (forms.every(({ fields }) => fields.length === 0)) return notApplicable('the page has no field to type into; customers pay elsewhere');
  return unknown('No field of the page was recognised as one to type into.');
}
