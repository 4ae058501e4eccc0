import type { CheckId } from '#kernel/ids.ts';

/** The check furthest up the way that is down, when something that a check depends on is; `null`: nothing is. */
export function findBehind(
  check: CheckId,
  parents: ReadonlyMap<CheckId, readonly CheckId[]>,
  isDown: (check: CheckId) => boolean,
): CheckId | null {
  const seen = new Set<CheckId>([check]);
  const waiting = [...(parents.get(check) ?? [])];
  let found: CheckId | null = null;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (isDown(next)) found = next;
    waiting.push(...(parents.get(next) ?? []));
  }
  return found;
}
