import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { urlOf } from './read-accounts.ts';
import { noLetters, withLink } from './read-letters.ts';

const LONG_HOURS = 24;

/** For how long a link for a new password is good. */
export const resetLetterLife: Check = {
  meta: {
    id: 'reset-letter-life',
    area: 'accounts',
    title: 'A link for a new password is good for a short time, and only the newest one',
    severity: 'medium',
    requires: ['accounts'],
    owner: 'Old letters in a mailbox that somebody gets into still open the customer’s account.',
    remedy:
      'Make each link good for at most an hour and for one use; a newer one, a changed password and a changed address end all older ones.',
    references: ['CWE-640', 'CWE-613', 'ASVS 5.0 6.4.3', 'WSTG-ATHN-09'],
  },
  notFor: noLetters,
  judge: (inspection) =>
    withLink(inspection, ({ second }, { hours }) => {
      const say = (key: string, title: string, text: string): Weakness => ({
        ...{ key, severity: 'low', title, url: urlOf(inspection, '/') },
        evidence: [{ kind: 'request', text }],
      });
      const weak = [
        ...(second.kind === 'got' && second.value.firstOpens && !second.value.same
          ? [
              say(
                'older',
                'Older links for a new password stay good when a newer one was asked for',
                'the first letter’s link still opened the form after the second letter had come',
              ),
            ]
          : []),
        ...(second.kind === 'got' && second.value.same
          ? [say('same', 'Every letter for a new password has the same link', 'two letters had the same secret')]
          : []),
        ...(hours !== null && hours > LONG_HOURS
          ? [say('long', 'Links for a new password are good for long', `the letter says ${hours} hours`)]
          : []),
      ];
      if (weak.length > 0) return found(weak);
      if (second.kind === 'unknown') return unknown(second.reason);
      return pass(
        `the older link opened nothing any more; ${hours === null ? 'the letter does not say for how long a link is good' : `the letter says ${hours} hours`}`,
        'request',
      );
    }),
};
