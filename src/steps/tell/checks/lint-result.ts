type LintOutcome = 'pass' | 'fail' | 'unknown';

export type Finding = readonly [outcome: LintOutcome, detail: string];

export const pass: Finding = ['pass', ''];

export function fail(detail: string): Finding {
  return ['fail', detail];
}

/** What one check says. `detail` names the place and what is wrong there. */
export interface LintResult {
  readonly id: string;
  readonly outcome: LintOutcome;
  readonly rule: string;
  readonly detail: string;
  /** What to do; empty when it passes. */
  readonly mend: string;
}

/** What a notice is checked against, as far as it is known. */
export interface LintContext {
  /** Hosts that links may lead to: the shop's and that of the public page. */
  readonly ownHosts: readonly string[];
  /** Whether the mail channel itself was part of the breach; null when nobody has said. */
  readonly mailCompromised: boolean | null;
  /** Readers' languages; null when unknown. */
  readonly languages: readonly string[] | null;
  /** Whether letters go to everybody whose address is known. */
  readonly letters: boolean;
  readonly now: Date;
}
