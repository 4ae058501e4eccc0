import { type Check, found, ok, unknown } from './check.ts';

/** Forms of the payment page send over HTTPS. */
export const paymentForms: Check = {
  meta: {
    id: 'payment-forms',
    title: 'Forms of the payment page send over HTTPS',
    severity: 'critical',
    requires: ['payment'],
    remedy: 'Let every form send to an https:// address.',
  },
  notFor: (inspection) => {
    if (inspection.payment === null) return 'no payment page is named';
    return inspection.target.startsWith('https:') ? null : 'the shop is inspected over plain HTTP';
  },
  judge: ({ payment }) => {
    if (payment === null || payment.kind === 'unknown') return unknown(payment?.reason ?? 'no payment page is named');
    const { forms, finalUrl } = payment.value;
    const plain = forms.filter((form) => form.action.startsWith('http:'));
    if (plain.length === 0) return ok(`${forms.length} forms, none sends over plain HTTP`, 'request');
    return found(
      plain.map((form) => ({
        key: form.action,
        severity: 'critical',
        title: 'A form of the payment page sends over plain HTTP',
        url: finalUrl,
        evidence: [{ kind: 'request', text: `form action ${form.action} with ${form.fields.join(', ')}` }],
      })),
    );
  },
};
