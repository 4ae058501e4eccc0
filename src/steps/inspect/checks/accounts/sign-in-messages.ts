import { type Check, unknown } from '../check.ts';
import { compareAnswers } from './compare-answers.ts';
import { accountsOf, noTestAccount, urlOf } from './read-accounts.ts';

/** Whether the sign-in tells who has an account. */
export const signInMessages: Check = {
  meta: {
    id: 'sign-in-messages',
    area: 'accounts',
    title: 'A refused sign-in does not say whether there is such an account',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'Anybody can find out who is your customer, and try leaked passwords only there.',
    remedy: 'Answer a wrong password and an unknown address with the same words, status, page and headers.',
    references: ['CWE-204', 'ASVS 5.0 6.3.8', 'WSTG-IDNT-04'],
  },
  notFor: noTestAccount,
  judge: (inspection) => {
    const { tries } = accountsOf(inspection);
    if (!tries || tries.kind === 'unknown') return unknown(tries?.reason ?? 'No wrong password was tried.');
    const path = tries.value.list[0]?.path ?? '/';
    return compareAnswers(tries.value, { title: 'The sign-in tells who has an account', url: urlOf(inspection, path) });
  },
};
