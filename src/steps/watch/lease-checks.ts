import { sql } from 'kysely';
import type { State } from '#engines/state/types.ts';
import { checkOf, type WatchCheck, watchTables } from './store.ts';

const LEASE_SECONDS = 30;

/**
 * Takes every check that nobody else holds, for half a minute, and returns all that this process holds now. Two processes
 * never look at the same check; when one dies, the other takes over after the lease.
 */
export async function leaseChecks(state: State, holder: string): Promise<WatchCheck[]> {
  return state.everywhere(async (db) => {
    await sql`
      update watch_checks set lease_by = ${holder}, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
      where (org_id, check_id) in (
        select org_id, check_id from watch_checks
        where removed_at is null and not paused and place_id is null
          and (lease_until is null or lease_until < now() or (lease_by = ${holder} and lease_until < now() + interval '20 seconds'))
        for update skip locked)`.execute(db);
    const rows = await watchTables(db)
      .selectFrom('watch_checks')
      .selectAll()
      .where('lease_by', '=', holder)
      .where('lease_until', '>', sql<Date>`now()`)
      .where('removed_at', 'is', null)
      .where('paused', '=', false)
      .where('place_id', 'is', null)
      .execute();
    return rows.map(checkOf);
  });
}

/** Gives every lease back, so that another process need not wait. */
export async function releaseChecks(state: State, holder: string): Promise<void> {
  await state.everywhere((db) =>
    watchTables(db).updateTable('watch_checks').set({ lease_by: null, lease_until: null }).where('lease_by', '=', holder).execute(),
  );
}
