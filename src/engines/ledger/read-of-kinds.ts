import type { LedgerEntry } from '#kernel/event.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Tx } from '../state/types.ts';
import { ledgerTables } from './tables.ts';
import { toEntry } from './verify-ledger.ts';

interface Asked {
  readonly org: OrgId;
  readonly subject: string;
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/** Entries of these kinds about one subject in a span of time, in ledger order. */
export async function readOfKinds(db: Tx, { org, subject, from, to, limit }: Asked, kinds: readonly string[]): Promise<LedgerEntry[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .selectAll()
    .where('org_id', '=', org)
    .where('subject', '=', subject)
    .where('kind', 'in', [...kinds])
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toEntry);
}
