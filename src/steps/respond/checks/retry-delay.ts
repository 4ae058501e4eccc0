import { MINUTE, SECOND } from '#kernel/time.ts';

const DELAYS = [5 * SECOND, 20 * SECOND, MINUTE, 3 * MINUTE, 10 * MINUTE] as const;

/** Milliseconds to wait after the n-th failed attempt (from 1), or `null` when it is given up. `fraction` in [0, 1) spreads retries. */
export function retryDelay(attempt: number, fraction: number): number | null {
  const delay = DELAYS[attempt - 1];
  return delay === undefined ? null : Math.round(delay * (1 + 0.2 * fraction));
}
