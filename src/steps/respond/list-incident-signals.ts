import type { Tx } from '#engines/state/types.ts';
import type { IncidentId, OrgId, SignalId } from '#kernel/ids.ts';
import { respondTables } from './store.ts';

/** The signals that belong to an incident. */
export async function listIncidentSignals(db: Tx, org: OrgId, incident: IncidentId): Promise<SignalId[]> {
  const rows = await respondTables(db)
    .selectFrom('incident_sources')
    .select('source_id')
    .where('org_id', '=', org)
    .where('incident_id', '=', incident)
    .where('kind', '=', 'signal')
    .execute();
  return rows.map((row) => row.source_id as SignalId);
}
