import type { House } from '#engines/house.ts';
import type { CheckId } from '#kernel/ids.ts';
import { isPatient } from './kinds/kinds.ts';
import type { Running } from './running.ts';
import type { WatchCheck } from './store.ts';

/** How long a check waits for what those say that it depends on. */
const LONGEST_WAIT_MS = 60_000;

export type Parents = ReturnType<typeof openParents>;

/**
 * What a check depends on, as far as this process looks at it: so that a gateway is asked as soon as something behind it fails, however seldom
 * it is looked at, and is said to be down first. What takes minutes to look at is not asked.
 */
export function openParents(running: ReadonlyMap<CheckId, Running>, clock: House['clock']) {
  const above = (check: WatchCheck): Running[] => {
    const seen = new Set<CheckId>([check.id]);
    const waiting = [...check.dependsOn];
    const found: Running[] = [];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const one = seen.has(next) ? undefined : running.get(next);
      seen.add(next);
      if (one === undefined) continue;
      if (!isPatient(one.check.target.kind)) found.push(one);
      waiting.push(...one.check.dependsOn);
    }
    return found;
  };
  return {
    /** The first failure: looks at all that it depends on at once. */
    hasten: (check: WatchCheck): void => {
      for (const one of above(check)) if (!one.busy && one.standing.suspect === null) one.due = Math.min(one.due, clock.ticks());
    },
    /** Whether it is not known yet if something that it depends on is down since `suspected`. */
    areOpen: (check: WatchCheck, suspected: Date): boolean =>
      clock.now().getTime() - suspected.getTime() < LONGEST_WAIT_MS &&
      above(check).some(
        ({ busy, standing: { state, suspect, lastAt } }) =>
          state !== 'down' && (suspect !== null || busy || lastAt === null || lastAt.getTime() < suspected.getTime()),
      ),
  };
}
