import type { RuleCost } from '../sigma/cost-book.ts';

/** As for rules of other sources: more rows than this a day are not judged for one rule. */
export const MOST_JUDGED_A_DAY = 300_000;
/** Time in one look that nobody minds, ms; above it a rule must not take the better part of what all rules take. */
const MOST_MS = 500;
const MOST_SHARE = 0.5;

export type CostVerdict = 'fine' | 'judged' | 'time';

/** Whether one rule takes more than its share of a look, and of what. `days`: the span that was looked at. */
export function judgeRuleCost(cost: RuleCost, all: readonly RuleCost[], days: number): CostVerdict {
  if (cost.judged > MOST_JUDGED_A_DAY * Math.max(1, Math.ceil(days))) return 'judged';
  const whole = all.reduce((sum, one) => sum + one.ms, 0);
  return cost.ms > MOST_MS && cost.ms > whole * MOST_SHARE ? 'time' : 'fine';
}
