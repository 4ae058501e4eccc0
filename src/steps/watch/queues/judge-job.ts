import { SECOND } from '#kernel/time.ts';
import { dueAfter } from '../checks/judge-heartbeat.ts';
import type { WatchCheck } from '../store.ts';

/** `failed`: it said so. `running`: it began, and is not done yet. `waiting`: it never told anything. */
export type JobState = 'late' | 'failed' | 'long' | 'running' | 'waiting' | 'paused' | 'fine';

/** A job that tells of itself by heartbeats. */
export interface Job {
  readonly check: WatchCheck;
  readonly state: JobState;
  readonly lastDone: Date | null;
  /** When the next one is due; `null`: nothing tells. */
  readonly due: Date | null;
  /** How much later than due it is, with its grace counted as time that it has, ms. */
  readonly lateMs: number;
}

/** How a job stands by what it told last; `null` of a check of another kind. Pure. */
export function judgeJob(check: WatchCheck, now: Date): Job | null {
  const { target, beats, paused } = check;
  if (target.kind !== 'heartbeat') return null;
  const { okAt, startedAt, failedAt } = beats;
  const due = okAt === null ? null : dueAfter(target, okAt);
  const late = due === null ? 0 : now.getTime() - due.getTime();
  const lateMs = late > target.grace * SECOND ? late : 0;
  const isLast = (at: Date | null): at is Date => at !== null && (okAt === null || at > okAt);
  const job = { check, lastDone: okAt, due, lateMs };
  if (paused) return { ...job, state: 'paused' };
  if (isLast(failedAt)) return { ...job, state: 'failed' };
  const tooLong = isLast(startedAt) && target.longest > 0 && now.getTime() - startedAt.getTime() > target.longest * SECOND;
  if (tooLong) return { ...job, state: 'long' };
  if (lateMs > 0) return { ...job, state: 'late' };
  if (isLast(startedAt)) return { ...job, state: 'running' };
  return { ...job, state: okAt === null ? 'waiting' : 'fine' };
}

const order: Readonly<Record<JobState, number>> = { failed: 0, late: 0, long: 0, waiting: 1, running: 2, fine: 3, paused: 4 };

/** What needs somebody first; of two alike the later one. Pure. */
export function worstFirst(a: Job, b: Job): number {
  return order[a.state] - order[b.state] || b.lateMs - a.lateMs || a.check.name.localeCompare(b.check.name);
}
