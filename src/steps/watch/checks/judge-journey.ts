import type { JourneyRun, JourneyStep } from '#engines/journeys/types.ts';
import type { Judged } from './judged.ts';

/** A journey that failed is down; one that could not be made, or whose order cannot be followed although it must be, says nothing. */
export function judgeJourney({ outcome, reason, told }: Pick<JourneyRun, 'outcome' | 'reason' | 'told'>, mustProve: boolean): Judged {
  if (outcome === 'unknown') return { saw: 'unknown', reason };
  if (outcome === 'passed' && mustProve && !told.order)
    return {
      saw: 'unknown',
      reason: 'no number of an order was read, so nothing can be proven of it; tell it: shop.tell("order", number)',
    };
  return { saw: outcome === 'passed' ? 'up' : 'down', reason };
}

/** Milliseconds of the parts that a person would name: steps of the file, what `shop` did, and the pages opened by themselves. */
export function phasesOfJourney(steps: readonly JourneyStep[]): Record<string, number> {
  const phases: Record<string, number> = {};
  for (const { title, within, ms } of steps) {
    const helper = /^shop\.(\w+)/.exec(title)?.[1];
    const part = within[0] ?? helper ?? (/^(?:goto|reload|goBack)\(/.test(title) ? title.slice(0, 60) : null);
    if (part !== null) phases[part] = (phases[part] ?? 0) + ms;
  }
  return Object.fromEntries(Object.entries(phases).slice(0, 20));
}
