import type { Clock } from '#engines/clock/types.ts';

/** Returns a gate that lets at most so many callers a second through, evenly. */
export function openPace(clock: Pick<Clock, 'ticks' | 'sleep'>, perSecond: number): () => Promise<void> {
  let free = 0;
  return async () => {
    const now = clock.ticks();
    const at = Math.max(now, free);
    free = at + 1_000 / perSecond;
    if (at > now) await clock.sleep(at - now);
  };
}
