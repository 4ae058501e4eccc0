import type { FactName } from './fact-table.ts';

/** What was judged before on almost the same facts, and which of them have changed since. */
export interface Earlier<T> {
  readonly found: T;
  readonly changed: readonly FactName[];
}

/** Whether none of these facts has changed. Places are weighed against the number of people. Pure. */
export function isUnchanged(facts: Iterable<FactName>, changed: readonly FactName[]): boolean {
  for (const one of facts) if (changed.includes(one) || (one === 'countries' && changed.includes('people'))) return false;
  return true;
}
