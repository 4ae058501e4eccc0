import { ShopbellError } from '#kernel/errors.ts';
import { type KindName, leastEveryOf } from '../kinds/kinds.ts';

/** Refuses looks that follow each other faster than their kind can bear. Throws INPUT_INVALID. */
export function checkInterval(kind: KindName, everyMs: number): void {
  const least = leastEveryOf(kind);
  if (everyMs < least)
    throw new ShopbellError('INPUT_INVALID', { reason: `everyMs: a check of this kind is made every ${least / 1_000} s at most` });
}
