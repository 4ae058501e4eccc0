import { type Check, found, pass, unknown } from '../check.ts';
import { noTestAccount, urlOf } from './read-accounts.ts';
import { withSession } from './read-session.ts';

/** Whether a stolen session is enough to take an account over. */
export const passwordChange: Check = {
  meta: {
    id: 'password-change',
    area: 'accounts',
    title: 'A new password asks for the old one',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'Whoever finds a customer’s browser open can set a password of their own and keep the account.',
    remedy: 'Ask for the password until now in the form that changes it, and check it on the server.',
    references: ['CWE-620', 'ASVS 5.0 6.2.3', 'WSTG-ATHN-09'],
  },
  notFor: noTestAccount,
  judge: (inspection) =>
    withSession(inspection, ({ change }) => {
      if (change === null) return unknown('The form that changes the password was not found.');
      if (change.asksOld) return pass(`${change.path} asks for it (the form was read, nothing was sent)`, 'request');
      return found([
        {
          ...{
            key: 'old-not-asked',
            severity: 'medium',
            title: 'The password is changed without the old one',
            url: urlOf(inspection, change.path),
          },
          evidence: [{ kind: 'request', text: `password fields: ${change.passwords.map(({ name }) => name).join(', ')}` }],
        },
      ]);
    }),
};
