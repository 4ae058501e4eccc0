import type { Tx } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { inspectTables } from '../store.ts';

/** The newest night of an organisation, shop by shop; null before the first. */
export async function readNight(db: Tx, org: OrgId) {
  const rows = await inspectTables(db)
    .selectFrom('inspect_nights')
    .select(['night', 'shop_id', 'due_at', 'finished_at', 'missed_at', 'reason'])
    .where('org_id', '=', org)
    .where('night', '=', (eb) => eb.selectFrom('inspect_nights').select(eb.fn.max('night').as('night')).where('org_id', '=', org))
    .orderBy('due_at')
    .execute();
  const [first] = rows;
  if (first === undefined) return null;
  return {
    shops: rows.length,
    finished: rows.filter((row) => row.finished_at !== null).length,
    waiting: rows.filter((row) => row.finished_at === null && row.missed_at === null).length,
    missed: rows.flatMap((row) => (row.missed_at === null ? [] : { shop: row.shop_id, reason: row.reason ?? '' })),
    begins: first.due_at,
  };
}

export type NightRow = NonNullable<Awaited<ReturnType<typeof readNight>>>;
