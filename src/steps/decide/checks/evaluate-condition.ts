import { z } from 'zod';
import { type FactName, factNames } from './fact-table.ts';
import { type Answer, choiceOf, type Facts, listOf, peopleOf } from './facts.ts';

const factName = z.enum(factNames as [FactName, ...FactName[]]);

export type Condition =
  | { readonly fact: FactName; readonly is: readonly string[] }
  | { readonly fact: FactName; readonly has: readonly string[] }
  | { readonly fact: FactName; readonly only: readonly string[] }
  | { readonly fact: 'people'; readonly atMost: number }
  | { readonly fact: 'people'; readonly moreThan: number }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly use: string };

/** A condition as it stands in a file of rules. */
export const conditionShape: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ fact: factName, is: z.array(z.string()).min(1) }),
    z.strictObject({ fact: factName, has: z.array(z.string()).min(1) }),
    z.strictObject({ fact: factName, only: z.array(z.string()).min(1) }),
    z.strictObject({ fact: z.literal('people'), atMost: z.int() }),
    z.strictObject({ fact: z.literal('people'), moreThan: z.int() }),
    z.strictObject({ all: z.array(conditionShape).min(1) }),
    z.strictObject({ any: z.array(conditionShape).min(1) }),
    z.strictObject({ not: conditionShape }),
    z.strictObject({ use: z.string() }),
  ]),
);

/** How a condition is read: `likelyCounts` is true for duties, false where it would take a duty away. */
export interface Reading {
  readonly facts: Facts;
  readonly named: Readonly<Record<string, Condition>>;
  readonly likelyCounts: boolean;
  /** Collects the facts that were looked at. */
  readonly seen: Set<FactName>;
}

/** Three-valued: yes, no, or unknown when it depends on a fact that is not known. Pure. */
export function evaluateCondition(condition: Condition, reading: Reading, positive = true): Answer {
  if ('use' in condition) {
    const named = reading.named[condition.use];
    if (!named) throw new RangeError(`no condition is named ${condition.use}`);
    return evaluateCondition(named, reading, positive);
  }
  if ('not' in condition) return invert(evaluateCondition(condition.not, reading, !positive));
  if ('all' in condition) return both(condition.all.map((part) => evaluateCondition(part, reading, positive)));
  if ('any' in condition) return invert(both(condition.any.map((part) => invert(evaluateCondition(part, reading, positive)))));
  reading.seen.add(condition.fact);
  const answer = evaluateLeaf(condition, reading.facts);
  const onlyLikely = reading.facts[condition.fact]?.certainty === 'likely';
  const takesAway = answer === (positive ? 'yes' : 'no');
  return onlyLikely && !reading.likelyCounts && takesAway ? 'unknown' : answer;
}

function evaluateLeaf(condition: Extract<Condition, { fact: FactName }>, facts: Facts): Answer {
  if ('is' in condition) {
    const value = choiceOf(facts, condition.fact);
    if (value === null) return 'unknown';
    return condition.is.includes(value) ? 'yes' : 'no';
  }
  if ('atMost' in condition) {
    const { atLeast, atMost } = peopleOf(facts);
    if (atLeast > condition.atMost) return 'no';
    return atMost !== null && atMost <= condition.atMost ? 'yes' : 'unknown';
  }
  if ('moreThan' in condition) {
    const { atLeast, atMost } = peopleOf(facts);
    if (atLeast > condition.moreThan) return 'yes';
    return atMost !== null && atMost <= condition.moreThan ? 'no' : 'unknown';
  }
  const { items, complete } = listOf(facts, condition.fact);
  if ('has' in condition) {
    if (condition.has.some((item) => items.includes(item))) return 'yes';
    return complete ? 'no' : 'unknown';
  }
  if (items.some((item) => !condition.only.includes(item))) return 'no';
  return complete && items.length > 0 ? 'yes' : 'unknown';
}

function invert(answer: Answer): Answer {
  if (answer === 'unknown') return 'unknown';
  return answer === 'yes' ? 'no' : 'yes';
}

/** Yes when all are, no when one is not, else unknown. */
export function both(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}
