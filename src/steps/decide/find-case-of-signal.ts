import { sql } from 'kysely';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId, IncidentId, SignalId } from '#kernel/ids.ts';
import { incidentGrew, incidentOpened } from '#steps/respond/events.ts';
import { decideTables } from './store.ts';

/** The open case of the incident that a signal belongs to, as the ledger tells; null when there is none. */
export async function findCaseOfSignal(db: Tx, org: string, signal: SignalId): Promise<CaseId | null> {
  const told = await ledgerTables(db)
    .selectFrom('ledger')
    .select(sql<IncidentId>`payload->>'incident'`.as('incident'))
    .distinct()
    .where('org_id', '=', org)
    .where('kind', 'in', [incidentOpened.name, incidentGrew.name])
    .where(sql<boolean>`payload->'source'->>'id' = ${signal}`)
    .execute();
  if (told.length === 0) return null;
  const incidents = told.map((row) => row.incident);
  const row = await decideTables(db)
    .selectFrom('cases')
    .select('id')
    .where('incident_id', 'in', incidents)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row?.id ?? null;
}
