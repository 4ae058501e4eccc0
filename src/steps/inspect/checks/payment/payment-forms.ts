import { type Check, found, pass, unknown } from '../check.ts';

/** Forms of the payment page send over HTTPS. */
export const paymentForms: Check = {
  meta: {
    id: 'payment-forms',
    area: 'payment',
    title: 'Forms of the payment page send over HTTPS',
    severity: 'critical',
    requires: ['payment'],
    owner: 'Card data travels where everybody on the way can read it.',
    remedy: 'Let every form send to an https:// address.',
    references: ['CWE-319', 'PCI DSS 4.0.1 4.2.1', 'ASVS 5.0 12.2.1'],
  },
  notFor: (inspection) => {
    if (inspection.payment === null) return 'no payment page is named';
    return inspection.target.startsWith('https:') ? null : 'the shop is inspected over plain HTTP';
  },
  judge: ({ payment }) => {
    if (payment === null || payment.kind === 'unknown') return unknown(payment?.reason ?? 'no payment page is named');
    const { forms, finalUrl } = payment.value;
    const plain = forms.filter((form) => form.action.startsWith('http:'));
    if (plain.length === 0) return pass(`${forms.length} forms, none sends over plain HTTP`, 'request');
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
