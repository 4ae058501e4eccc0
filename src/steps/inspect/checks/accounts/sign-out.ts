import { type Check, found, pass, unknown } from '../check.ts';
import { noTestAccount, urlOf } from './read-accounts.ts';
import { withSession } from './read-session.ts';

/** Whether signing out ends the session and not only the cookie. */
export const signOutEnds: Check = {
  meta: {
    id: 'sign-out',
    area: 'accounts',
    title: 'Signing out ends the session on the server',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'A customer who signs out on a shared computer, or because a cookie was stolen, stays signed in for whoever has the cookie.',
    remedy: 'Delete the session on the server when a customer signs out, and every session when the password is changed.',
    references: ['CWE-613', 'ASVS 5.0 7.4.1', 'WSTG-SESS-06'],
  },
  notFor: noTestAccount,
  judge: (inspection) =>
    withSession(inspection, ({ survives, account }) => {
      if (survives.kind === 'unknown') return unknown(survives.reason);
      if (!survives.value) return pass(`the old cookies no longer open ${account}`, 'request');
      return found([
        {
          ...{ key: 'survives', severity: 'medium', title: 'A session lives on after signing out', url: urlOf(inspection, account) },
          evidence: [{ kind: 'request', text: `${account} with the cookies from before the sign-out is still signed in` }],
        },
      ]);
    }),
};
