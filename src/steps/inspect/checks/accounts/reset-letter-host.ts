import { type Check, found, pass, unknown } from '../check.ts';
import { urlOf } from './read-accounts.ts';
import { noLetters, withLetters } from './read-letters.ts';

/** Whether somebody else can have the letter lead to their own host. */
export const resetLetterHost: Check = {
  meta: {
    id: 'reset-letter-host',
    area: 'accounts',
    title: 'The letter for a new password leads to the shop, whatever host the request names',
    severity: 'high',
    requires: ['accounts'],
    owner: 'A stranger can have your shop send your customer a letter whose link leads to the stranger, who then takes over the account.',
    remedy:
      'Build links in letters from a fixed address in the settings, never from Host, X-Forwarded-Host or Forwarded; have the proxy drop these headers when they come from outside.',
    references: ['CWE-640', 'CWE-20', 'WSTG-INPV-17', 'WSTG-ATHN-09'],
  },
  notFor: noLetters,
  judge: (inspection) =>
    withLetters(inspection, ({ poisoned }) => {
      if (poisoned.kind === 'unknown') return unknown(poisoned.reason);
      if (poisoned.value === null) return pass('a made-up host in X-Forwarded-Host and Forwarded was in no link of the letter', 'request');
      return found([
        {
          ...{
            key: 'forged',
            severity: 'high',
            title: 'A stranger chooses where the letter for a new password leads',
            url: urlOf(inspection, '/'),
          },
          evidence: [
            {
              kind: 'request',
              text: `with X-Forwarded-Host: ${poisoned.value} the letter to the test account linked to ${poisoned.value}`,
            },
          ],
        },
      ]);
    }),
};
