import type { LetterLink, LetterLook } from '../../account-look.ts';
import type { Inspection } from '../../inspection.ts';
import { type Check, found, pass, type Weakness } from '../check.ts';
import { urlOf } from './read-accounts.ts';
import { noLetters, withLetters } from './read-letters.ts';

/** Below this a secret is guessed, given time; below the other, at once. */
const ENOUGH_BITS = 64;
const FEW_BITS = 40;
const FEW_DIGITS = 6;

/** What the letter for a new password gives away, and how hard its link is to guess. */
export const resetLetter: Check = {
  meta: {
    id: 'reset-letter',
    area: 'accounts',
    title: 'The letter for a new password has a secret that nobody guesses, leads to the shop over HTTPS, and holds no password',
    severity: 'critical',
    requires: ['accounts'],
    owner: 'Whoever guesses or reads the link of that letter takes over your customer’s account, with its orders and addresses.',
    remedy:
      'Put a link to the shop’s own HTTPS address into the letter, with at least 128 bits of chance from the system’s source of chance, made of nothing else; keep only its hash. Never write a password into a letter, and keep passwords only as hashes.',
    references: ['CWE-640', 'CWE-330', 'CWE-312', 'ASVS 5.0 6.4.3', 'WSTG-ATHN-09'],
  },
  notFor: noLetters,
  judge: (inspection) =>
    withLetters(inspection, (letters) => {
      const weak = [
        ...passwordIn(inspection, letters),
        ...(letters.link === null ? codeOf(inspection, letters) : linkOf(inspection, letters.link)),
      ];
      if (weak.length > 0) return found(weak);
      if (letters.link === null && letters.code === null)
        return {
          outcome: 'unknown',
          weaknesses: [],
          evidence: [{ kind: 'request', text: 'the letter has neither a link nor a code that could be read' }],
        };
      const { link } = letters;
      return pass(
        link === null
          ? `a code of ${letters.code} digits; how often it may be tried was not judged`
          : `${link.token.length} characters (about ${link.token.bits} bits), to ${link.host} over HTTPS`,
        'request',
      );
    }),
};

function passwordIn(inspection: Inspection, { password }: LetterLook): Weakness[] {
  if (password === null) return [];
  const own = password === 'own';
  return [
    weakness(inspection, {
      key: 'password-in-letter',
      severity: own ? 'critical' : 'high',
      title: own ? 'The shop sends the customer’s password by mail: it keeps passwords readable' : 'The shop sends a new password by mail',
      text: own ? 'the test account’s own password stands in the letter' : 'the letter holds a password in the clear',
    }),
  ];
}

function linkOf(inspection: Inspection, { token, https, own, host, second }: LetterLink): Weakness[] {
  const same = second.kind === 'got' && second.value.same;
  const few = second.kind === 'got' && !same && second.value.differs <= 6 && token.length > 8;
  const say = (key: string, severity: Weakness['severity'], title: string, text: string) =>
    weakness(inspection, { key, severity, title, text });
  return [
    ...(token.madeOf === null
      ? []
      : [say('made-of', 'critical', 'The link for a new password can be worked out', `its secret is made of ${token.madeOf}`)]),
    ...(token.madeOf === null && token.bits < ENOUGH_BITS
      ? [
          say(
            'short',
            token.bits < FEW_BITS ? 'high' : 'medium',
            'The link for a new password has a short secret',
            `${token.length} characters, at most ${token.bits} bits`,
          ),
        ]
      : []),
    ...(few
      ? [
          say(
            'counts',
            'high',
            'The links for new passwords resemble one another',
            `two letters’ secrets differ in ${second.value.differs} of ${token.length} characters`,
          ),
        ]
      : []),
    ...(https ? [] : [say('plain', 'medium', 'The link for a new password goes over plain HTTP', `the letter links to http://${host}`)]),
    ...(own ? [] : [say('foreign', 'medium', 'The link for a new password leads to another site', `the letter links to ${host}`)]),
  ];
}

function codeOf(inspection: Inspection, { code }: LetterLook): Weakness[] {
  if (code === null || code >= FEW_DIGITS) return [];
  return [
    weakness(inspection, { key: 'short-code', severity: 'medium', title: 'The code for a new password is short', text: `${code} digits` }),
  ];
}

function weakness(
  inspection: Inspection,
  { text, ...said }: Pick<Weakness, 'key' | 'severity' | 'title'> & { readonly text: string },
): Weakness {
  return { ...said, url: urlOf(inspection, '/'), evidence: [{ kind: 'request', text }] };
}
