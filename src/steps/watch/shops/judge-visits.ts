import { chanceOfAtMost } from '../orders/poisson.ts';
import type { VisitHour } from './read-visits.ts';
import { type Stage, unknownStage, type VisitStage, visitStages } from './stage.ts';

/** Weeks of which something was heard, until the mean of them is called usual. */
const LEAST_WEEKS = 2;
const CLEAR = 1e-3;

/**
 * The stages before an order, by the visitors of the last hour and of the same hour of the weeks before (`readVisits`). What was not met in any
 * of those weeks nobody tells of; an hour in which nothing at all was heard is not known either. Pure.
 */
export function judgeVisits([last, ...weeks]: readonly VisitHour[]): Readonly<Record<VisitStage, Stage>> {
  const heard = weeks.filter((week) => week.heard > 0);
  const judge = (stage: VisitStage): Stage => {
    const before = heard.map((week) => week[stage]);
    if (last === undefined || last.heard === 0 || (last[stage] === 0 && before.every((count) => count === 0))) return unknownStage;
    if (heard.length < LEAST_WEEKS) return { seen: last[stage], usual: null, state: 'unknown' };
    const usual = before.reduce((sum, one) => sum + one, 0) / before.length;
    const unusual = last[stage] < usual * 0.5 && chanceOfAtMost(last[stage], usual, spreadOf(before, usual)) < CLEAR;
    return { seen: last[stage], usual, state: !unusual ? 'usual' : last[stage] === 0 ? 'silent' : 'low' };
  };
  return Object.fromEntries(visitStages.map((stage) => [stage, judge(stage)])) as Readonly<Record<VisitStage, Stage>>;
}

/** Variance over mean of a few weeks' hours; visitors come in heaps, so never less than two. */
function spreadOf(counts: readonly number[], mean: number): number {
  if (mean <= 0) return 2;
  const variance = counts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, counts.length - 1);
  return Math.max(2, variance / mean);
}
