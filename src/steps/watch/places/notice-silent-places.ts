import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import type { CheckId, OrgId } from '#kernel/ids.ts';
import { noteStates } from '../verbs/note-states.ts';

const SILENT_SECONDS = 30;

/** Checks of a place that is not heard any more are not watched: nobody knows how they are since its last look. */
export async function noticeSilentPlaces(house: House): Promise<void> {
  const now = house.clock.now();
  const { rows } = await house.state.everywhere((db) =>
    sql<{ org_id: OrgId; check_id: CheckId; name: string; last_at: Date | null; since: Date }>`
      select c.org_id, c.check_id, coalesce(p.name, 'a place that was removed') as name, c.last_at, c.since from watch_checks c
      left join watch_places p on p.org_id = c.org_id and p.place_id = c.place_id and p.removed_at is null
      where c.place_id is not null and c.removed_at is null and not c.paused and c.state <> 'unknown'
        and (p.seen_at is null or p.seen_at < ${now}::timestamptz - make_interval(secs => ${SILENT_SECONDS}))
      limit 1000`.execute(db),
  );
  for (const [org, group] of Map.groupBy(rows, (row) => row.org_id)) {
    const scope = { house, org, actor: { kind: 'system', id: 'watch', role: 'system' } } as const;
    const notes = group.map((row) => {
      const since = row.last_at ?? row.since;
      return {
        check: row.check_id,
        to: 'unknown' as const,
        since,
        reason: `not watched: nothing is heard from ${row.name}`,
        lastAt: since,
        lastMs: null,
      };
    });
    await noteStates(scope, { notes });
  }
}
