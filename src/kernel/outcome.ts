/**
 * What a check can say. `fail`: something serious is to mend; `warn`: something small; `unknown` is a value: what could not be
 * checked is never shown as fine; `notApplicable`: the check has nothing to say about this target.
 */
export type Outcome = 'pass' | 'fail' | 'warn' | 'unknown' | 'notApplicable';

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';

export const severities: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

/** Negative when `a` is milder than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

/** A pointer to what a statement rests on: a stored artifact, log lines, a ledger entry, a page. */
export interface Evidence {
  readonly kind: 'log-line' | 'artifact' | 'header' | 'request' | 'screenshot' | 'dns' | 'certificate' | 'script' | 'query';
  /** One line that a person can read. Redacted: never personal data, never a secret. */
  readonly text: string;
  /** Where it can be looked at again: an id or a path inside the data folder. */
  readonly ref?: string;
}
