import type { Regime } from '../regime-shape.ts';
import type { Asked } from './decide-obligations.ts';

/** The texts of the laws that are asked: of each law the one that holds at the time, drafts only when they are named. Pure. */
export function pickRegimes(all: readonly Regime[], { regimes, at }: Asked): readonly Regime[] {
  const named = all.filter(({ id, standing }) => (regimes ? regimes.includes(id) : standing !== 'draft'));
  if (at === undefined) return named.filter(({ valid_to }) => valid_to === undefined);
  const day = at.toISOString().slice(0, 10);
  return named.filter(({ standing, valid_from, valid_to }) => {
    const ended = valid_to !== undefined && valid_to < day;
    return !ended && (standing === 'draft' || valid_from <= day);
  });
}
