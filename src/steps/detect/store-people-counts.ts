import type { Db } from '#engines/state/types.ts';
import type { OrgId, SignalId } from '#kernel/ids.ts';
import type { PeopleCount } from './checks/judge-groups.ts';
import { detectTables } from './tables.ts';

/** What was counted of a signal's people when somebody last asked. */
export interface KeptCount {
  readonly askedAt: Date;
  readonly count: PeopleCount;
}

export async function keepPeopleCount(db: Db, org: OrgId, signal: SignalId, at: Date, count: PeopleCount): Promise<void> {
  const row = { asked_at: at, result: JSON.stringify(count) };
  await detectTables(db)
    .insertInto('detect_people_counts')
    .values({ org_id: org, signal_id: signal, ...row })
    .onConflict((conflict) => conflict.columns(['org_id', 'signal_id']).doUpdateSet(row))
    .execute();
}

/** `null`: nobody asked yet. */
export async function takePeopleCount(db: Db, signal: SignalId): Promise<KeptCount | null> {
  const row = await detectTables(db).selectFrom('detect_people_counts').selectAll().where('signal_id', '=', signal).executeTakeFirst();
  return row === undefined ? null : { askedAt: row.asked_at, count: row.result };
}
