import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { CheckId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { type Look, WINDOW } from './checks/follow-flapping.ts';
import type { WatchCheck } from './store.ts';

/** What is older than three windows in the check's own pace says nothing of how it comes and goes now. */
const OLDEST = 3 * WINDOW;
const LONGEST_MS = 2 * DAY;

/**
 * The last looks of checks, oldest first, by which a process that takes them over goes on judging whether they come and go; looks of other
 * machines too. Where they cannot be read it begins anew, and what comes and goes stays so meanwhile. Never throws.
 */
export async function readRecentLooks(
  { telemetry, clock, log }: Pick<House, 'telemetry' | 'clock' | 'log'>,
  checks: readonly WatchCheck[],
): Promise<ReadonlyMap<CheckId, readonly Look[]>> {
  const now = clock.now().getTime();
  const found = new Map<CheckId, readonly Look[]>();
  for (const [org, own] of Map.groupBy(checks, (check) => check.org)) {
    const paces = new Map(own.map((check) => [check.id, Math.min(LONGEST_MS, OLDEST * check.everyMs)]));
    try {
      const rows = await telemetry.query<{ check_id: CheckId; ms: number; up: number }>(
        org,
        `select check_id, toUnixTimestamp64Milli(at) as ms, state = 'up' as up from @measurements
         where at >= {since:DateTime64(3)} and state in ('up', 'down') and check_id in {checks:Array(String)}
         order by at desc limit ${WINDOW} by check_id`,
        { since: new Date(now - Math.max(...paces.values())), checks: [...paces.keys()] },
      );
      for (const [check, looks] of Map.groupBy(rows, (row) => row.check_id)) {
        const since = now - (paces.get(check) ?? 0);
        const recent = looks.filter(({ ms }) => Number(ms) >= since).reverse();
        found.set(
          check,
          recent.map(({ ms, up }) => ({ at: new Date(Number(ms)), up: Number(up) === 1 })),
        );
      }
    } catch (thrown) {
      log.warn('the last looks of checks could not be read', { reason: messageOf(thrown), checks: own.length });
    }
  }
  return found;
}
