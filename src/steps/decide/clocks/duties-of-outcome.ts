import type { Outcome } from '../checks/decide-obligations.ts';
import type { ClockDuty } from './clocks-of.ts';

/**
 * The duties of a judgement that may have a deadline: those of the home law and of every other law that applies. A law of which it is not
 * known whether it applies is asked about on the page and has no clock: a dozen bells for perhaps would drown the one that counts. Pure.
 */
export function dutiesOfOutcome({ home, regimes, duties }: Outcome): readonly ClockDuty[] {
  const applying = new Set(regimes.filter(({ id, applies }) => id === home || applies === 'yes').map(({ id }) => id));
  return duties.filter(({ regime }) => applying.has(regime)).map((duty) => ({ ...duty, stage: duty.stage ?? 'notification' }));
}
