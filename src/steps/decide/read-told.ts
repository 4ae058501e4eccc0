import { sql } from 'kysely';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { noticeDrafted, noticeReleased, roundFinished } from '#steps/tell/events.ts';

/** How far telling the people of a case is, as the ledger says. */
export interface Told {
  readonly notice: string;
  readonly state: 'drafted' | 'sending' | 'told';
  /** When the last letter left. */
  readonly at: Date | null;
}

/** The notice of a case and what became of it; null while there is none. */
export async function readTold(db: Tx, org: OrgId, id: CaseId): Promise<Told | null> {
  const ledger = () => ledgerTables(db).selectFrom('ledger').selectAll().where('org_id', '=', org);
  const drafted = await ledger()
    .where('kind', '=', noticeDrafted.name)
    .where(sql<boolean>`payload->>'case' = ${id}`)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!drafted) return null;
  const { notice } = noticeDrafted.payload.parse(drafted.payload);
  const after = await ledger()
    .where('kind', 'in', [noticeReleased.name, roundFinished.name])
    .where(sql<boolean>`payload->>'notice' = ${notice}`)
    .orderBy('seq', 'desc')
    .execute();
  const finished = after.find((entry) => entry.kind === roundFinished.name);
  if (finished) return { notice, state: 'told', at: finished.at };
  return { notice, state: after.length > 0 ? 'sending' : 'drafted', at: null };
}
