import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { SECOND } from '#kernel/time.ts';
import { decideTables } from '../store.ts';
import { remindOfClocks } from '../verbs/remind-of-clocks.ts';

const LOOK_AGAIN_MS = 10 * SECOND;
const AT_ONCE = 200;

/**
 * Looks for reminders that are due, until stopped. They are rows, not timers: what fell due while nothing ran, or was jumped over by the
 * machine's clock, is found by the next look. Any number of processes may run it: a case is locked while its reminders are written.
 */
export async function startReminders(house: House): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await remindDueCases(house);
      } catch (error) {
        house.log.error('reminding of deadlines met an error and goes on', { reason: messageOf(error) });
      }
      await house.clock.sleep(LOOK_AGAIN_MS, stopping.signal);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}

/** One look over every organisation. A case that fails does not hold up the others. Returns how many cases were reminded of or caught up. */
export async function remindDueCases(house: House): Promise<number> {
  const now = house.clock.now();
  const due = await house.state.everywhere(async (db) => [
    ...(await decideTables(db)
      .selectFrom('case_reminders')
      .select(['org_id', 'case_id'])
      .where('state', '=', 'pending')
      .where('remind_at', '<=', now)
      .groupBy(['org_id', 'case_id'])
      .orderBy(sql`min(due_at)`)
      .limit(AT_ONCE)
      .execute()),
    ...(await decideTables(db)
      .selectFrom('cases')
      .select(['org_id', 'id as case_id'])
      .where('clocks_at', 'is', null)
      .where('state', '=', 'open')
      .where('version', '>', 0)
      .limit(AT_ONCE)
      .execute()),
  ]);
  for (const { org_id, case_id } of due) {
    try {
      await remindOfClocks(
        { house, org: org_id as OrgId, actor: { kind: 'system', id: 'decide.reminders', role: 'system' } },
        { case: case_id as CaseId },
      );
    } catch (error) {
      house.log.error('a case could not be reminded of', { case: case_id, reason: messageOf(error) });
    }
  }
  return due.length;
}
