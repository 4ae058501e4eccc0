import { sql } from 'kysely';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { letterDelivered, noticeDrafted, noticeReleased, roundFinished } from '#steps/tell/events.ts';
import type { ToldRecord } from './types.ts';

/** What the ledger says of the letters to the people of a case; null while no notice was drafted. */
export async function readToldRecord(db: Tx, org: OrgId, id: CaseId): Promise<ToldRecord | null> {
  const ledger = () => ledgerTables(db).selectFrom('ledger').selectAll().where('org_id', '=', org);
  const drafted = await ledger()
    .where('kind', '=', noticeDrafted.name)
    .where(sql<boolean>`payload->>'case' = ${id}`)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!drafted) return null;
  const { notice, hash } = noticeDrafted.payload.parse(drafted.payload);
  const of = (kind: string) => ledger().where('kind', '=', kind).where(sql<boolean>`payload->>'notice' = ${notice}`);
  const released = await of(noticeReleased.name).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const finished = await of(roundFinished.name).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const begun = await of(letterDelivered.name).orderBy('seq').limit(1).executeTakeFirst();
  const round = finished === undefined ? null : roundFinished.payload.parse(finished.payload);
  return {
    notice,
    hash: released === undefined ? hash : noticeReleased.payload.parse(released.payload).hash,
    state: round !== null ? 'told' : released !== undefined ? 'sending' : 'drafted',
    at: finished?.at ?? null,
    first: round?.first ?? begun?.at.toISOString() ?? null,
    delivered: round?.delivered ?? 0,
    failed: round?.failed ?? 0,
    withoutAddress: round?.withoutAddress ?? 0,
    toldOtherwise: round?.toldOtherwise ?? 0,
  };
}
