import { type Check, found, pass, unknown } from '../check.ts';
import { accountsOf, noTestAccount, urlOf } from './read-accounts.ts';

/** Whether anybody can lock customers out. */
export const accountLock: Check = {
  meta: {
    id: 'account-lock',
    area: 'accounts',
    title: 'Strangers cannot lock customers out by wrong passwords',
    severity: 'info',
    requires: ['accounts'],
    owner: 'Whoever knows a customer’s address can keep them out of their account for a while.',
    remedy: 'Slow down by address and device instead of locking the account, or unlock by a letter to the customer.',
    references: ['CWE-645', 'ASVS 5.0 6.3.1', 'WSTG-ATHN-03'],
  },
  notFor: (inspection) =>
    noTestAccount(inspection) ?? (inspection.accounts?.mayLock ? null : 'several wrong passwords in a row were not agreed to'),
  judge: (inspection) => {
    const { tries } = accountsOf(inspection);
    if (!tries || tries.kind === 'unknown') return unknown(tries?.reason ?? 'No wrong password was tried.');
    const { list } = tries.value;
    const locked = list.find(({ sign }) => sign === 'locked');
    const own = list.filter(({ who }) => who === 'own').length;
    if (!locked) return pass(`${own} wrong passwords did not lock the test account`, 'request');
    return found([
      {
        ...{ key: 'locks', severity: 'info', title: `${own} wrong passwords lock a customer out` },
        ...{ url: urlOf(inspection, locked.path), evidence: [{ kind: 'request', text: `“${locked.said}”` }] },
      },
    ]);
  },
};
