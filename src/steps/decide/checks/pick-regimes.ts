import type { Regime } from '../regime-shape.ts';

/** Which laws are asked, and as of when. */
export interface Asked {
  /** Ids of laws; drafts are only asked by their id. Without it every law that is in force. */
  readonly regimes?: readonly string[] | undefined;
  /** A law counts when it holds at this time; without it those that hold now by their latest text. */
  readonly at?: Date | undefined;
}

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
