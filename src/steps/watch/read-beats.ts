import type { House } from '#engines/house.ts';
import type { Beats } from './kinds/kind.ts';
import { type WatchCheck, watchTables } from './store.ts';

/** What a job told last. */
export async function readBeats(house: Pick<House, 'state'>, check: Pick<WatchCheck, 'id' | 'org'>): Promise<Beats> {
  const row = await house.state.inOrg(check.org, (db) =>
    watchTables(db)
      .selectFrom('watch_checks')
      .select(['beat_at', 'beat_started_at', 'beat_failed_at'])
      .where('org_id', '=', check.org)
      .where('check_id', '=', check.id)
      .executeTakeFirst(),
  );
  return { okAt: row?.beat_at ?? null, startedAt: row?.beat_started_at ?? null, failedAt: row?.beat_failed_at ?? null };
}
