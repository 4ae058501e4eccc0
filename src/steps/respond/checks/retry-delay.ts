import { MINUTE, SECOND } from '#kernel/time.ts';

const QUICK = [5 * SECOND, 20 * SECOND, MINUTE, 3 * MINUTE, 10 * MINUTE] as const;
const SLOW = 15 * MINUTE;
/** About a day: a mail server that was down over night still delivers what waited. */
const LAST = 100;

/** Milliseconds to wait after the n-th failed attempt (from 1), or `null` when it is given up. `fraction` in [0, 1) spreads retries. */
export function retryDelay(attempt: number, fraction: number): number | null {
  if (attempt >= LAST) return null;
  return Math.round((QUICK[attempt - 1] ?? SLOW) * (1 + 0.2 * fraction));
}

/** Whether the quick attempts are over: then whoever comes next is paged as well, while this page goes on trying. */
export function isLate(attempt: number): boolean {
  return attempt > QUICK.length;
}
