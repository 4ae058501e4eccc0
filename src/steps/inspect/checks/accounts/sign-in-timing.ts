import { type Check, found, pass, unknown } from '../check.ts';
import { timesOf } from './compare-answers.ts';
import { compareTimes } from './compare-times.ts';
import { accountsOf, noTestAccount, urlOf } from './read-accounts.ts';

/** Alike beyond this chance is taken for different. */
const LEVEL = 0.05;
/** Differences below this are of the network, ms. */
const LEAST_GAP = 15;
/** What hashing a password takes at least on servers that do it well, ms: noise above it would hide the difference. */
const HASHING = 50;

/** Whether the time of a refusal tells who has an account. */
export const signInTiming: Check = {
  meta: {
    id: 'sign-in-timing',
    area: 'accounts',
    title: 'A refused sign-in takes as long for an account that exists as for one that does not',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'With a stop-watch anybody can find out who is your customer.',
    remedy: 'Check the password against a fixed dummy hash when there is no such account, so that both take the same time.',
    references: ['CWE-208', 'ASVS 5.0 6.3.8', 'WSTG-IDNT-04'],
  },
  notFor: (inspection) =>
    noTestAccount(inspection) ?? (inspection.accounts?.mayLock ? null : 'several wrong passwords in a row were not agreed to'),
  judge: (inspection) => {
    const { tries } = accountsOf(inspection);
    if (!tries || tries.kind === 'unknown') return unknown(tries?.reason ?? 'No wrong password was tried.');
    const { list, ended } = tries.value;
    const [own, invented] = [timesOf(list, 'own'), timesOf(list, 'invented')];
    const { p, gap, noise, least } = compareTimes(own, invented);
    const text = `${own.length} times for the test account and ${invented.length} for invented ones: medians ${gap >= 0 ? '+' : '−'}${Math.abs(gap).toFixed(0)} ms, spread ${noise.toFixed(0)} ms, chance ${p.toFixed(3)}`;
    if (least > LEVEL) return unknown(`Too few tries to tell by their time (${ended ?? text}).`);
    // So few times come apart by chance now and then: a difference counts when it is larger than what alike times differ by.
    if (p <= LEVEL && gap >= LEAST_GAP && gap <= noise) return unknown(`The difference may be chance: ${text}.`);
    if (p <= LEVEL && gap >= LEAST_GAP) {
      return found([
        {
          ...{ key: 'slower', severity: 'medium', title: 'The sign-in tells by its time who has an account' },
          ...{ url: urlOf(inspection, list[0]?.path ?? '/'), evidence: [{ kind: 'request', text }] },
        },
      ]);
    }
    if (noise > HASHING) return unknown(`The times vary by more than hashing a password takes: ${text}.`);
    return pass(`${text}; a difference of more than ${Math.max(LEAST_GAP, noise).toFixed(0)} ms would have been seen`, 'request');
  },
};
