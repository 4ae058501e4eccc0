import { type Check, found, pass, unknown } from '../check.ts';
import { accountsOf, noForms } from './read-accounts.ts';

/** Whether another site could sign a customer in as somebody else. */
export const signInToken: Check = {
  meta: {
    id: 'sign-in-token',
    area: 'accounts',
    title: 'The sign-in form holds a token against forged requests',
    severity: 'low',
    requires: ['accounts'],
    owner: 'Another site can sign your customer in to the thief’s account, and what the customer types there is the thief’s.',
    remedy: 'Put a random token that belongs to the visitor’s session into the sign-in form and refuse the form without it.',
    references: ['CWE-352', 'ASVS 5.0 3.5.1', 'WSTG-SESS-05'],
  },
  notFor: noForms,
  judge: (inspection) => {
    const { signIn } = accountsOf(inspection);
    if (signIn.kind === 'unknown') return unknown(signIn.reason);
    const { url, form } = signIn.value;
    if (form.token !== null) return pass(`token “${form.token}”`, 'request');
    if (!form.plain) return unknown('The form is sent by scripts, which may add a token of their own.');
    return found([
      {
        ...{ key: 'no-token', severity: 'low', title: 'The sign-in form holds no token against forged requests', url },
        evidence: [{ kind: 'request', text: 'no hidden field, meta tag or cookie of the page holds one' }],
      },
    ]);
  },
};
