import type { Judged } from './judged.ts';

/** How a probe failed: the far side answered wrongly, or could not be reached at all. */
export type Reach = 'answered' | 'unreachable';

/**
 * “Is it us?” A target that cannot be reached is down only when something else can be: with no witness reachable
 * it is our own connection, and nothing is known about the target.
 */
export function weighWitness(judged: Judged, reach: Reach, witness: 'reachable' | 'unreachable' | 'none'): Judged {
  if (judged.saw !== 'down' || reach === 'answered' || witness !== 'unreachable') return judged;
  return { saw: 'unknown', reason: `our own connection: nothing could be reached (${judged.reason})` };
}
