import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import { stateChanged } from './events.ts';

interface StateChange {
  readonly at: Date;
  readonly from: 'up' | 'down' | 'unknown';
  readonly to: 'up' | 'down' | 'unknown';
  readonly reason: string;
}

/** The last changes of a check’s state, newest first. */
export async function readChanges(db: Tx, check: string, limit = 50): Promise<StateChange[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .select(['at', 'payload'])
    .where('subject', '=', check)
    .where('kind', '=', stateChanged.name)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const { from, to, reason } = stateChanged.payload.parse(row.payload);
    return { at: row.at, from, to, reason };
  });
}
