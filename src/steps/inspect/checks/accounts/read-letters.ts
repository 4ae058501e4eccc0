import type { LetterLink, LetterLook } from '../../account-look.ts';
import type { Inspection } from '../../inspection.ts';
import { type Judgement, unknown } from '../check.ts';
import { accountsOf, noTestAccount } from './read-accounts.ts';

/** Why nothing can be said of the letter for a new password, or null. */
export function noLetters(inspection: Inspection): string | null {
  const missing = noTestAccount(inspection);
  if (missing !== null) return missing;
  const { reset, letters } = accountsOf(inspection);
  if (reset === null) return 'no form for a forgotten password was found';
  return (letters ?? null) === null && reset.kind === 'got' ? 'no mailbox of the test account was given' : null;
}

export function withLetters(inspection: Inspection, judge: (letters: LetterLook) => Judgement): Judgement {
  const { letters, reset } = accountsOf(inspection);
  if (reset?.kind === 'unknown') return unknown(reset.reason);
  if (!letters) return unknown('The letter for a new password was not looked at.');
  return letters.kind === 'unknown' ? unknown(letters.reason) : judge(letters.value);
}

export function withLink(inspection: Inspection, judge: (link: LetterLink, letters: LetterLook) => Judgement): Judgement {
  return withLetters(inspection, (letters) =>
    letters.link === null ? unknown('The letter for a new password has no link that could be read.') : judge(letters.link, letters),
  );
}
