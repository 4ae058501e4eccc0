import { ShopbellError } from '#kernel/errors.ts';
import type { CheckId } from '#kernel/ids.ts';

/** Refuses parents that are not there, and those that depend on the check themselves. Throws INPUT_INVALID. */
export function checkParents(check: CheckId, dependsOn: readonly CheckId[], known: ReadonlyMap<CheckId, readonly CheckId[]>): void {
  const missing = dependsOn.find((parent) => !known.has(parent));
  if (missing !== undefined) throw new ShopbellError('INPUT_INVALID', { reason: `dependsOn: there is no check ${missing}` });
  const seen = new Set<CheckId>();
  const waiting = [...dependsOn];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === check)
      throw new ShopbellError('INPUT_INVALID', { reason: 'dependsOn: a check cannot depend on itself, not even over others' });
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(known.get(next) ?? []));
  }
}
