import { type RuleName, ruleNames } from './rule-traits.ts';

/** Looked for in every pass: what tells that data is leaving now. */
const ALWAYS: readonly RuleName[] = ['honey-customer', 'enumeration', 'dump-taken', 'database-read'];
const SECOND: readonly RuleName[] = ['known-attack', 'probing', 'own-rule', 'personal-data'];
const FIRST: readonly RuleName[] = ruleNames.filter((rule) => !ALWAYS.includes(rule) && !SECOND.includes(rule));

/** A whole look that took longer (ms) is cut in two; a half that took less is no longer needed. */
const LONG = 600;
const SHORT = 250;

export interface LastLook {
  readonly tookMs: number;
  /** Rules that did not look in it; empty: all did. */
  readonly rested: readonly RuleName[];
}

/**
 * Which rules look in a pass and which rest. Where a whole look is quick all do. Under load the grave ones look each time and the others
 * in two halves that take turns, so that a leak waits for half a look at most. Whoever rests looks in the next pass, whether anything
 * arrives or not. `whole`: everybody has to look, for nobody has yet.
 */
export function takeTurns(
  last: LastLook,
  whole: boolean,
): { readonly looking: ReadonlySet<RuleName>; readonly rested: readonly RuleName[] } {
  const isLoaded = last.rested.length === 0 ? last.tookMs >= LONG : last.tookMs >= SHORT;
  if (whole || !isLoaded) return { looking: new Set(ruleNames), rested: [] };
  const isSecond = last.rested === SECOND;
  return { looking: new Set([...ALWAYS, ...(isSecond ? SECOND : FIRST)]), rested: isSecond ? FIRST : SECOND };
}
