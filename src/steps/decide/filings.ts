import type { Tx } from '#engines/state/types.ts';
import type { CaseId } from '#kernel/ids.ts';
import { notificationOf } from './checks/filing-state.ts';
import { decideTables, type FilingRow } from './store.ts';

/** What was noted of telling the authority about a case, oldest first. */
export async function listFilings(db: Tx, id: CaseId): Promise<FilingRow[]> {
  return decideTables(db).selectFrom('case_filings').selectAll().where('case_id', '=', id).orderBy('number').execute();
}

/** The filings of every case that has any, oldest first each. */
export async function listAllFilings(db: Tx): Promise<ReadonlyMap<string, readonly FilingRow[]>> {
  const rows = await decideTables(db).selectFrom('case_filings').selectAll().orderBy('case_id').orderBy('number').execute();
  return Map.groupBy(rows, (row) => row.case_id);
}

/** Ids of the cases whose latest decision says that the authority is told. */
export async function listCasesToFile(db: Tx): Promise<ReadonlySet<string>> {
  const rows = await decideTables(db)
    .selectFrom('case_decisions')
    .select(['case_id', 'authority'])
    .orderBy('case_id')
    .orderBy('number')
    .execute();
  const latest = new Map(rows.map((row) => [row.case_id, row.authority]));
  return new Set([...latest].flatMap(([id, authority]) => (authority === 'yes' ? [id] : [])));
}

/** The notification that holds for each case that has one. */
export function notifiedCases(all: ReadonlyMap<string, readonly FilingRow[]>): ReadonlyMap<string, FilingRow> {
  return new Map(
    [...all].flatMap(([id, rows]): [string, FilingRow][] => {
      const holds = notificationOf(rows);
      return holds === null ? [] : [[id, holds]];
    }),
  );
}
