import { type Check, unknown } from '../check.ts';
import { compareAnswers } from './compare-answers.ts';
import { accountsOf, noTestAccount, urlOf } from './read-accounts.ts';

/** Whether the form for a new password tells who has an account. */
export const resetMessages: Check = {
  meta: {
    id: 'reset-messages',
    area: 'accounts',
    title: 'The form for a forgotten password does not say whether there is such an account',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'Anybody can find out who is your customer.',
    remedy:
      'Say “if there is such an account, a letter is on its way” to everybody, and send the letter later, so that no time tells either.',
    references: ['CWE-204', 'ASVS 5.0 6.3.8', 'WSTG-IDNT-04', 'WSTG-ATHN-09'],
  },
  notFor: (inspection) =>
    noTestAccount(inspection) ?? (inspection.accounts?.reset === null ? 'no form for a forgotten password was found' : null),
  judge: (inspection) => {
    const { resets, reset } = accountsOf(inspection);
    if (reset?.kind === 'unknown') return unknown(reset.reason);
    if (!resets || resets.kind === 'unknown') return unknown(resets?.reason ?? 'No new password was asked for.');
    const path = resets.value.list[0]?.path ?? '/';
    return compareAnswers(resets.value, {
      title: 'The form for a forgotten password tells who has an account',
      url: urlOf(inspection, path),
    });
  },
};
