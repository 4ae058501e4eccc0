import type { Observation, State } from './follow-state.ts';

/** What another place saw of the same check at the same time. `unknown`: it could not look, or did not answer in time. */
export interface SeenElsewhere {
  readonly place: string;
  readonly saw: State;
}

/**
 * Down from here is down when another place sees it too, or when no place can tell. When another place sees it up it is not down for
 * everybody, and nobody knows for whom.
 */
export function weighPlaces(seen: Observation, elsewhere: readonly SeenElsewhere[]): Observation {
  if (seen.saw !== 'down') return seen;
  const names = (saw: State) => elsewhere.filter((one) => one.saw === saw).map((one) => one.place);
  const down = names('down');
  if (down.length > 0) return { ...seen, reason: `${seen.reason} (so it is from ${down.join(', ')})` };
  const up = names('up');
  return up.length === 0 ? seen : { ...seen, saw: 'unknown', reason: `from ${up.join(', ')} it is up, from here not: ${seen.reason}` };
}
