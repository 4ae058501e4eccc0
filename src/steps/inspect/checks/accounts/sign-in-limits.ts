import type { Try } from '../../account-look.ts';
import { type Check, found, pass, unknown } from '../check.ts';
import { timesOf } from './compare-answers.ts';
import { accountsOf, noTestAccount, urlOf } from './read-accounts.ts';

/** Fewer wrong passwords say nothing. */
const ENOUGH = 6;

/** Whether guessing is slowed down or stopped. */
export const signInLimits: Check = {
  meta: {
    id: 'sign-in-limits',
    area: 'accounts',
    title: 'Guessing passwords meets a limit',
    severity: 'low',
    requires: ['accounts'],
    owner: 'Thieves try leaked passwords by the thousand; without a limit some of them fit.',
    remedy:
      'Slow down after five wrong passwords for one account or from one address, or ask for a captcha; never let more than ten pass (PCI DSS asks this of staff accounts).',
    references: ['CWE-307', 'ASVS 5.0 6.3.1', 'WSTG-ATHN-03', 'PCI DSS 4.0.1 8.3.4'],
  },
  notFor: (inspection) =>
    noTestAccount(inspection) ?? (inspection.accounts?.mayLock ? null : 'several wrong passwords in a row were not agreed to'),
  judge: (inspection) => {
    const { tries, signIn } = accountsOf(inspection);
    if (!tries || tries.kind === 'unknown') return unknown(tries?.reason ?? 'No wrong password was tried.');
    const { list, ended } = tries.value;
    const count = `${list.length} wrong passwords from one address, ${list.filter(({ who }) => who === 'own').length} of them for the test account`;
    const sign = list.find((one) => one.sign !== null)?.sign ?? (isSlowed(list) ? 'slowed down' : null);
    if (sign !== null) return pass(`${sign} after ${count}`, 'request');
    if (list.length < ENOUGH) return unknown(`Only ${count} were tried. ${ended ?? ''}`.trim());
    const captcha = signIn.kind === 'got' ? signIn.value.captcha : null;
    if (captcha !== null) return unknown(`${count} passed; the page holds a captcha (${captcha}), which may weigh visitors silently.`);
    return found([
      {
        ...{ key: 'none', severity: 'low', title: `${list.length} wrong passwords in a row met no limit` },
        url: urlOf(inspection, list[0]?.path ?? '/'),
        evidence: [{ kind: 'request', text: `${count}: no refusal, captcha, delay or lock. A limit beyond that was not looked for.` }],
      },
    ]);
  },
};

/** The last answers for the account took seconds, and the first did not. */
function isSlowed(list: readonly Try[]): boolean {
  const times = timesOf(list, 'own');
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return times.length >= 3 && last >= 1_000 && last >= 4 * first;
}
