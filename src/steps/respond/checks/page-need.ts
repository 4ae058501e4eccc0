import { compareSeverity, type Severity } from '#kernel/outcome.ts';

interface Weight {
  readonly severity: Severity;
  readonly touchesPeople: boolean;
}

/** Whether an incident became so much worse that people are woken again: it reached high, or people's data is now involved. */
export function isWorse(before: Weight, after: Weight): boolean {
  if (after.touchesPeople && !before.touchesPeople) return true;
  return compareSeverity(after.severity, before.severity) > 0 && compareSeverity(after.severity, 'high') >= 0;
}

/** The graver of two. */
export function graver(a: Severity, b: Severity): Severity {
  return compareSeverity(a, b) >= 0 ? a : b;
}
