import type { Signals } from './signals.ts';

/**
 * `bad`: much of it fails. `unusual`: it works, otherwise than a week ago, or something is nearly full. `few`: too few calls to tell.
 * `unwatched`: nothing told of it in the last minutes, so nobody knows.
 */
export type SystemState = 'bad' | 'unusual' | 'fine' | 'few' | 'unwatched';
export type SystemReason = 'fails' | 'fails-more' | 'slower' | 'quieter' | 'full' | 'burns' | 'silent';

export interface JudgedSignals {
  readonly state: SystemState;
  readonly why: readonly SystemReason[];
}

interface Judgeable {
  /** Of the last hour. */
  readonly now: Signals;
  /** Of the same hour a week ago; `null`: nobody told of it then. */
  readonly before: Signals | null;
  /** Calls of the last ten minutes. */
  readonly recent: number;
}

/** Fewer calls in an hour say nothing, unless nearly all of them fail. */
const ENOUGH = 20;
const FAILING = 0.05;

/** Judges an hour by itself and against the same hour a week ago. */
export function judgeSignals({ now, before, recent }: Judgeable): JudgedSignals {
  if (recent === 0) return { state: 'unwatched', why: ['silent'] };
  const share = now.errorShare ?? 0;
  if (now.errors >= 3 && share >= (now.calls < ENOUGH ? 0.5 : FAILING)) return { state: 'bad', why: ['fails'] };
  const why = before === null ? [] : changesOf(now, before);
  if (why.length > 0) return { state: 'unusual', why };
  return { state: now.calls < ENOUGH ? 'few' : 'fine', why: [] };
}

function changesOf(now: Signals, before: Signals): SystemReason[] {
  const why: SystemReason[] = [];
  const share = now.errorShare ?? 0;
  const isComparable = now.calls >= ENOUGH && before.calls >= ENOUGH;
  if (isComparable && now.errors >= 5 && share >= 0.01 && share >= 3 * (before.errorShare ?? 0)) why.push('fails-more');
  if (isComparable && now.p95 !== null && before.p95 !== null && now.p95 >= 2 * before.p95 && now.p95 - before.p95 >= 50)
    why.push('slower');
  if (before.calls >= 60 && now.perMinute < before.perMinute / 3) why.push('quieter');
  return why;
}
