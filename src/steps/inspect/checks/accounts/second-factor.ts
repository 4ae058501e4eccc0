import { type Check, found, pass, unknown } from '../check.ts';
import { accountsOf, noForms } from './read-accounts.ts';

/** Whether customers can protect their account by more than a password. */
export const secondFactor: Check = {
  meta: {
    id: 'second-factor',
    area: 'accounts',
    title: 'Customers are offered a passkey or a second factor',
    severity: 'low',
    requires: ['accounts'],
    owner: 'Passwords that leaked elsewhere open the accounts of customers who used them twice.',
    remedy: 'Offer passkeys, or a code from an authenticator app, in the account’s settings.',
    references: ['CWE-308', 'ASVS 5.0 6.3.3', 'WSTG-ATHN-11'],
  },
  notFor: noForms,
  judge: (inspection) => {
    const { signIn, session } = accountsOf(inspection);
    if (signIn.kind === 'unknown') return unknown(signIn.reason);
    const seen = [...new Set([...signIn.value.factors, ...(session?.kind === 'got' ? session.value.factors : [])])];
    if (seen.length > 0) return pass(`seen: ${seen.join(', ')}`, 'request');
    if (session?.kind !== 'got') return unknown('The sign-in page offers none; an account’s settings were not seen.');
    return found([
      {
        ...{ key: 'none', severity: 'low', title: 'No passkey or second factor is offered', url: signIn.value.url },
        evidence: [{ kind: 'request', text: `neither the sign-in page nor ${session.value.account} and its settings speak of one` }],
      },
    ]);
  },
};
