import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import type { CheckId, OrgId } from '#kernel/ids.ts';
import { WINDOW } from './checks/follow-flapping.ts';
import { tellBehind } from './verbs/tell-behind.ts';

/** How long what recovers with its parent may take, beyond its own next look. */
const PATIENCE_SECONDS = 15;

/**
 * Finds checks that were down behind another one which is not down any more, and that were looked at since and are still down: then it
 * was not the other one alone. What comes and goes has a whole window of looks to become quiet in.
 */
export async function endBehind(house: House): Promise<void> {
  const { rows } = await house.state.everywhere((db) =>
    sql<{ org_id: OrgId; check_id: CheckId }>`
      select c.org_id, c.check_id from watch_checks c
      left join watch_checks p on p.org_id = c.org_id and p.check_id = c.behind and p.removed_at is null and not p.paused
      where c.behind is not null and c.removed_at is null
        and ((c.state <> 'down' and c.flapping_since is null) or p.check_id is null
          or (p.state <> 'down' and p.flapping_since is null and c.last_at > p.since + make_interval(secs => ${PATIENCE_SECONDS}
            + case when c.flapping_since is null then 0 else ${WINDOW} * c.every_ms / 1000 end)))`.execute(db),
  );
  for (const [org, group] of Map.groupBy(rows, (row) => row.org_id)) {
    const scope = { house, org, actor: { kind: 'system', id: 'watch', role: 'system' } } as const;
    await tellBehind(scope, { checks: group.map((row) => row.check_id) });
  }
}
