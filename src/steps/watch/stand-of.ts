import { isHint } from './kinds/kinds.ts';
import type { WatchCheck } from './store.ts';

/** How a check stands, in one word: `behind` it is down, or comes and goes, because one is that it depends on. */
export type Stand = 'paused' | 'flapping' | 'down' | 'behind' | 'hint' | 'unknown' | 'up';

/** The word for a check. Pure. */
export function standOf({ paused, standing, behind, target }: WatchCheck): Stand {
  if (paused) return 'paused';
  const isWrong = standing.flapping !== null || standing.state === 'down';
  if (isWrong && behind !== null) return 'behind';
  if (standing.flapping) return 'flapping';
  return standing.state === 'down' && isHint(target) ? 'hint' : standing.state;
}

const ORDER: readonly (readonly Stand[])[] = [['down', 'flapping'], ['behind'], ['unknown', 'paused'], ['hint'], ['up']];

/** Where it stands in a list: failures first, then what they bring down, what nobody knows, and what only hints at something. Pure. */
export function rankOf(check: WatchCheck): number {
  const stand = standOf(check);
  return ORDER.findIndex((group) => group.includes(stand));
}
