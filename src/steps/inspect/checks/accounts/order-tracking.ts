import { type Check, found, pass, unknown } from '../check.ts';
import { accountsOf, noForms } from './read-accounts.ts';

/** What a guest must know to see an order. */
export const orderTracking: Check = {
  meta: {
    id: 'order-tracking',
    area: 'accounts',
    title: 'Following an order as a guest asks for more than its number',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'Anybody who counts through order numbers sees what your customers bought and where it goes.',
    remedy: 'Ask for the mail address or postcode of the order beside its number, limit the tries, and show no address.',
    references: ['CWE-639', 'WSTG-ATHZ-04'],
  },
  notFor: (inspection) =>
    noForms(inspection) ?? (inspection.accounts?.tracking === null ? 'no page to follow an order as a guest was found' : null),
  judge: (inspection) => {
    const { tracking } = accountsOf(inspection);
    if (!tracking || tracking.kind === 'unknown') return unknown(tracking?.reason ?? 'no such page was found');
    const { url, form } = tracking.value;
    const text = `asks for ${form.asks.join(', ')}`;
    if (form.asks.length > 1) return pass(text, 'request');
    return found([
      {
        ...{ key: 'number-only', severity: 'medium', title: 'An order is followed by its number alone', url },
        evidence: [{ kind: 'request', text: `${text}; nothing was sent` }],
      },
    ]);
  },
};
