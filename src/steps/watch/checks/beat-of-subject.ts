/** Words that stand in the subject of a job's mail. */
export interface SubjectWords {
  /** It failed; unless told: fail, error, fatal. */
  readonly mailFail?: readonly string[] | undefined;
  /** It is done; unless told: whatever does not say otherwise. */
  readonly mailDone?: readonly string[] | undefined;
  /** It begins. */
  readonly mailStart?: readonly string[] | undefined;
}

/** A mail that says so is never taken for a success. */
const FAILED = ['fail', 'error', 'fatal'];

/**
 * What a job's mail says by its subject; `null`: nothing. Capitals do not matter. A word of failure counts more than one of success, that more than one of
 * a beginning.
 */
export function beatOfSubject(
  subject: string,
  { mailFail = FAILED, mailDone = [], mailStart = [] }: SubjectWords,
): 'ok' | 'start' | 'fail' | null {
  const text = fold(subject);
  const says = (words: readonly string[]) => words.some((word) => text.includes(fold(word)));
  if (says(mailFail)) return 'fail';
  if (says(mailDone)) return 'ok';
  if (says(mailStart)) return 'start';
  return mailDone.length === 0 ? 'ok' : null;
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
