import { ShopbellError } from '#kernel/errors.ts';
import { leastEveryMs, type Target } from './kinds/kinds.ts';

/** Refuses an interval in which a look of this kind could not be over. Throws INPUT_INVALID. */
export function checkInterval(target: Target, everyMs: number): void {
  const least = leastEveryMs(target);
  if (everyMs < least) throw new ShopbellError('INPUT_INVALID', { reason: `every: must be ${least / 1_000} s or more for this check` });
}
