import { MINUTE } from '#kernel/time.ts';

/** A look that told up from down. What nobody could see tells nothing of coming and going. */
export interface Look {
  readonly at: Date;
  readonly up: boolean;
}

/** Since when a check comes and goes, and by how many changes within how many minutes that was noticed. */
export interface Flap {
  readonly since: Date;
  readonly changes: number;
  readonly minutes: number;
}

export interface Coming {
  /** The last looks, oldest first; at most `WINDOW`. */
  readonly looks: readonly Look[];
  readonly flapping: Flap | null;
}

/** So many looks are weighed. */
export const WINDOW = 21;
const BEGINS = 0.3;
const ENDS = 0.2;

/**
 * How much comes and goes, from 0 to 1: the share of neighbouring looks that differ, of a whole window; the newest pair weighs half as much
 * again as the oldest. Looks that are not there count as quiet.
 */
export function unrestOf(looks: readonly Look[]): number {
  const pairs = WINDOW - 1;
  const first = WINDOW - looks.length;
  let sum = 0;
  for (let nth = 1; nth < looks.length; nth += 1)
    if (looks[nth]?.up !== looks[nth - 1]?.up) sum += 0.8 + (0.4 * (first + nth - 1)) / (pairs - 1);
  return sum / pairs;
}

/**
 * Follows by one look whether a check comes and goes. It begins at three tenths and ends below two tenths, and never before a whole window
 * of looks is known again: not after a restart, not after a time in which nobody looked. Pure.
 */
export function followFlapping({ looks: before, flapping }: Coming, look: Look): Coming {
  const looks = [...before, look].slice(-WINDOW);
  const unrest = unrestOf(looks);
  if (flapping === null) return { looks, flapping: unrest >= BEGINS ? flapOf(looks) : null };
  return { looks, flapping: looks.length === WINDOW && unrest < ENDS ? null : flapping };
}

function flapOf(looks: readonly Look[]): Flap {
  const changed = looks.filter((look, nth) => nth > 0 && look.up !== looks[nth - 1]?.up);
  const since = changed[0]?.at ?? new Date(0);
  const last = looks.at(-1)?.at ?? since;
  return { since, changes: changed.length, minutes: Math.max(1, Math.ceil((last.getTime() - since.getTime()) / MINUTE)) };
}
