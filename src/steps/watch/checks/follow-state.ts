import { type Coming, followFlapping } from './follow-flapping.ts';
import { gapReason } from './gap-reason.ts';

export type State = 'up' | 'down' | 'unknown';

/** What one probe saw. `unknown`: nobody could look, for a reason of our own. */
export interface Observation {
  readonly at: Date;
  readonly saw: State;
  readonly reason: string;
}

/** A check as it stands. `suspect` holds the first failure until further tries confirm it. */
export interface Standing extends Coming {
  readonly state: State;
  readonly since: Date;
  readonly reason: string;
  readonly lastAt: Date | null;
  readonly suspect: { readonly at: Date; readonly reason: string; readonly count: number } | null;
}

interface Change {
  readonly from: State;
  readonly to: State;
  readonly reason: string;
  readonly at: Date;
}

export interface Step {
  readonly standing: Standing;
  readonly change: Change | null;
  /** It began to come and go with this look, or stopped to. */
  readonly turned: boolean;
  /** Look again after so many ms, instead of after the interval. */
  readonly again: number | null;
}

const CONFIRM_MS = 1_500;

/** Whoever stands behind another check waits for that one to be said first. */
const BEHIND_MS = 5_000;

export interface Patience {
  /** Failures in a row until it is down. */
  readonly failures: number;
  readonly hasParents: boolean;
}

/**
 * Follows a check by one observation: its state, and whether it comes and goes. Down is said only after so many failures in a row, two unless told, a second and a half apart;
 * up and unknown are said at once.
 */
export function followState(before: Standing, seen: Observation, patience: Patience = { failures: 2, hasParents: false }): Step {
  const { standing, ...step } = confirm(before, seen, patience);
  if (seen.saw === 'unknown') return { standing, ...step, turned: false };
  const coming = followFlapping(before, { at: seen.at, up: seen.saw === 'up' });
  return { standing: { ...standing, ...coming }, ...step, turned: (coming.flapping === null) !== (before.flapping === null) };
}

function confirm(before: Standing, seen: Observation, { failures, hasParents }: Patience): Omit<Step, 'turned'> {
  const count = (before.suspect?.count ?? 0) + 1;
  if (seen.saw === 'down' && before.state !== 'down' && (count < failures || (hasParents && count === 1))) {
    const suspect = { at: before.suspect?.at ?? seen.at, reason: seen.reason, count };
    return { standing: { ...before, lastAt: seen.at, suspect }, change: null, again: hasParents ? BEHIND_MS : CONFIRM_MS };
  }
  if (seen.saw === before.state) {
    return { standing: { ...before, reason: seen.reason, lastAt: seen.at, suspect: null }, change: null, again: null };
  }
  // An outage began when it was first seen, not when it was confirmed.
  const since = seen.saw === 'down' ? (before.suspect?.at ?? seen.at) : seen.at;
  const standing = { ...before, state: seen.saw, since, reason: seen.reason, lastAt: seen.at, suspect: null };
  return { standing, change: { from: before.state, to: seen.saw, reason: seen.reason, at: since }, again: null };
}

/** How long without a look before the time between counts as not watched. */
function gapAfter(everyMs: number): number {
  return Math.max(15_000, 3 * everyMs);
}

/**
 * Notices that nobody looked for too long (a restart, a sleeping machine): the state is then unknown since the last look. What came and went
 * before is not quiet by that: it stays so until a whole window of looks is.
 */
export function noticeGap(before: Standing, now: Date, everyMs: number): Step {
  const { lastAt } = before;
  const none = { standing: before, change: null, turned: false, again: null };
  if (lastAt === null || before.state === 'unknown') return none;
  if (now.getTime() - lastAt.getTime() <= gapAfter(everyMs)) return none;
  const reason = gapReason(lastAt, now);
  const standing: Standing = { ...before, state: 'unknown', since: lastAt, reason, suspect: null, looks: [] };
  return { standing, change: { from: before.state, to: 'unknown', reason, at: lastAt }, turned: false, again: null };
}
