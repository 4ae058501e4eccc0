import { canonical } from '#kernel/event.ts';
import type { Duty, Outcome } from './decide-obligations.ts';
import { type FactName, factNames } from './fact-table.ts';
import { type Answer, countOf, type Fact, type Facts } from './facts.ts';
import { type AskedDuty, askedDuties } from './order-questions.ts';

interface Version {
  readonly facts: Facts;
  readonly outcome: Outcome;
}

/** A fact that is not what it was. */
export interface FactChange {
  readonly fact: FactName;
  readonly from: Fact | null;
  readonly to: Fact | null;
  /** For counts: by how much the least number grew or fell; null for other facts. */
  readonly by: number | null;
}

/** An answer that is not what it was, or stands on other reasons. */
export interface AnswerChange {
  readonly duty: AskedDuty;
  readonly from: Answer;
  readonly to: Answer;
  /** Reasons that were not there before. */
  readonly because: Duty['reasons'];
  /** Reasons that hold no more. */
  readonly noMore: Duty['reasons'];
}

export interface Comparison {
  readonly facts: readonly FactChange[];
  readonly answers: readonly AnswerChange[];
  /** The severity before and after, when it is another. */
  readonly severity: { readonly from: Range; readonly to: Range } | null;
}

type Range = Pick<Outcome['severity'], 'low' | 'high' | 'band'>;

/** What changed from one version of a case to another: facts, answers with the reasons that came and went, severity. Pure. */
export function compareVersions(before: Version, after: Version): Comparison {
  const facts = factNames.flatMap((fact): FactChange[] => {
    const [from, to] = [before.facts[fact] ?? null, after.facts[fact] ?? null];
    if (canonical([from?.value, from?.certainty]) === canonical([to?.value, to?.certainty])) return [];
    return [{ fact, from, to, by: growth(fact, before.facts, after.facts) }];
  });
  const answers = askedDuties.flatMap((duty): AnswerChange[] => {
    const [from, to] = [before.outcome[duty], after.outcome[duty]];
    // What was only open before is no reason that held.
    const because = from.answer === 'unknown' && to.answer !== 'unknown' ? to.reasons : newIn(to, from);
    const noMore = newIn(from, to).filter(() => from.answer !== 'unknown');
    return from.answer === to.answer && because.length + noMore.length === 0
      ? []
      : [{ duty, from: from.answer, to: to.answer, because, noMore }];
  });
  const [from, to] = [before.outcome.severity, after.outcome.severity];
  return { facts, answers, severity: from.low === to.low && from.high === to.high ? null : { from, to } };
}

/** The latest version that is at least so old; the first when none is. Pure. */
export function versionBefore<V extends { readonly version: number; readonly at: Date }>(
  oldestFirst: readonly V[],
  moment: Date,
): V | undefined {
  return oldestFirst.findLast(({ at }) => at <= moment) ?? oldestFirst[0];
}

function growth(fact: FactName, before: Facts, after: Facts): number | null {
  if (fact !== 'people' && fact !== 'records') return null;
  return countOf(after, fact).atLeast - countOf(before, fact).atLeast;
}

/** A score's text changes with every number; by its rule it is the same reason. */
function newIn(duty: Duty, other: Duty): Duty['reasons'] {
  const known = new Set(other.reasons.map(({ rule, text }) => `${rule} ${text}`));
  return duty.reasons.filter(({ rule, text }) => !known.has(`${rule} ${text}`));
}
