import { type FactName, factNames } from '../checks/fact-table.ts';
import type { Answer, Facts } from '../checks/facts.ts';

/** A duty of any regime with its deadline, as a judgement states it. `at` is null while its anchor is not known. */
export interface ClockDuty {
  readonly id: string;
  readonly regime: string;
  readonly to: string;
  readonly stage: string;
  readonly answer: Answer;
  readonly deadline: { readonly anchor: string; readonly at: string | null } | null;
  readonly does: string;
}

/** A deadline that runs, or would run were the duty there. */
export interface WantedClock {
  readonly duty: string;
  readonly regime: string;
  readonly stage: string;
  readonly to: string;
  readonly does: string;
  readonly answer: Answer;
  readonly anchor: string;
  readonly anchorAt: Date;
  readonly dueAt: Date;
}

/**
 * The clocks of a judgement: one a duty and stage that has a deadline whose begin is known. An answer that is not known yet keeps its
 * clock running; only a `no` does not. Pure.
 */
export function clocksOf(duties: readonly ClockDuty[], facts: Facts): WantedClock[] {
  return duties.flatMap((duty): WantedClock[] => {
    const { deadline } = duty;
    if (deadline === null || deadline.at === null) return [];
    const dueAt = new Date(deadline.at);
    const anchorAt = instantOf(facts, deadline.anchor);
    if (Number.isNaN(dueAt.getTime()) || anchorAt === null || anchorAt > dueAt) return [];
    const { id, regime, stage, to, does, answer } = duty;
    return [{ duty: id, regime, stage, to, does, answer, anchor: deadline.anchor, anchorAt, dueAt }];
  });
}

/** Duties that are there, or may be, with a deadline whose begin nobody has stated: the page asks for it. Pure. */
export function waitingForAnchor(duties: readonly ClockDuty[], facts: Facts): readonly ClockDuty[] {
  return duties.filter(
    ({ answer, deadline }) => answer !== 'no' && deadline !== null && (deadline.at === null || instantOf(facts, deadline.anchor) === null),
  );
}

function instantOf(facts: Facts, name: string): Date | null {
  const known = factNames.find((one): one is FactName => one === name);
  const fact = known === undefined ? undefined : facts[known];
  if (!fact || fact.certainty === 'unknown' || typeof fact.value !== 'string') return null;
  const at = new Date(fact.value);
  return Number.isNaN(at.getTime()) ? null : at;
}
