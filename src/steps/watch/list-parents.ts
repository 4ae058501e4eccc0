import type { Tx } from '#engines/state/types.ts';
import type { CheckId } from '#kernel/ids.ts';
import { watchTables } from './store.ts';

/** What each check of the organisation depends on. */
export async function listParents(db: Tx): Promise<ReadonlyMap<CheckId, readonly CheckId[]>> {
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .select(['check_id', 'depends_on'])
    .where('removed_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.check_id, row.depends_on]));
}
