import type { Outcome } from '../checks/decide-obligations.ts';
import type { ClockRow, DecisionRow } from '../store.ts';
import type { LawOfEntry, LawsOfEntry } from './law-of-entry.ts';

type Decided = Pick<DecisionRow, 'register' | 'authority' | 'people' | 'others'> | undefined;

/**
 * Each law that applies, with its own duties and their own outcome; those that may apply by name alone. A law never takes over what was decided
 * under another. Pure.
 */
export function lawsOfEntry(outcome: Outcome, decision: Decided, clocks: readonly ClockRow[]): LawsOfEntry {
  const asks = outcome.regimes.filter(({ applies, id }) => applies !== 'no' || id === outcome.home);
  const sure = asks.filter(({ applies, id }) => applies === 'yes' || id === outcome.home);
  return {
    laws: sure.map(({ id, variant }) => ({
      law: id,
      home: id === outcome.home,
      variant,
      duties: outcome.duties
        .filter(({ regime, to, answer }) => regime === id && (to !== 'controller' || answer !== 'no'))
        .map((duty) => {
          const clock = clocks.find((one) => one.duty === duty.id && one.stage === (duty.stage ?? 'notification'));
          return {
            ...{ id: duty.id, to: duty.to, stage: duty.stage, answer: duty.answer },
            decided: decidedOf(duty, id === outcome.home, decision),
            reasons: duty.reasons.map(({ rule }) => rule),
            due: clock?.due_at.toISOString() ?? duty.deadline?.at ?? null,
            state: clock?.state ?? null,
            metAt: clock?.met_at?.toISOString() ?? null,
          };
        }),
    })),
    mayApply: asks.filter(({ applies, id }) => applies === 'unknown' && id !== outcome.home).map(({ id }) => id),
  };
}

function decidedOf(duty: Outcome['duties'][number], isHome: boolean, decision: Decided): LawOfEntry['duties'][number]['decided'] {
  if (!decision) return null;
  const own = decision.others[duty.id];
  if (!isHome) return own ?? null;
  return duty.to === 'register' || duty.to === 'authority' || duty.to === 'people' ? decision[duty.to] : (own ?? null);
}
