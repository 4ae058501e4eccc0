import { sql } from 'kysely';
import { z } from 'zod';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import type { IncidentId, OrgId } from '#kernel/ids.ts';
import { signalShape } from '#steps/detect/events.ts';
import { incidentContained } from '#steps/respond/events.ts';

export type Signal = z.output<typeof signalShape>;

const sourced = z.object({ source: z.object({ kind: z.string(), id: z.string() }) });

/** The signals that belong to an incident, each as it was last told, from the ledger. */
export async function readIncidentSignals(db: Tx, org: OrgId, incident: IncidentId): Promise<Signal[]> {
  const told = await entries(db, org, ['respond.incident-opened', 'respond.incident-grew'], sql`payload->>'incident' = ${incident}`);
  const ids = told.map((payload) => sourced.parse(payload).source).filter((source) => source.kind === 'signal');
  const signals = new Map<string, Signal>();
  for (const { id } of ids) {
    if (signals.has(id)) continue;
    const states = await entries(db, org, ['detect.signal-raised', 'detect.signal-grew'], sql`payload->>'signal' = ${id}`);
    const last = states.at(-1);
    if (last !== undefined) signals.set(id, signalShape.parse(last));
  }
  return [...signals.values()];
}

/** How the incident was contained, in the words of whoever did it; null while it is not. */
export async function readContainment(db: Tx, org: OrgId, incident: IncidentId): Promise<string | null> {
  const rows = await entries(db, org, [incidentContained.name], sql`payload->>'incident' = ${incident}`);
  const last = rows.at(-1);
  return last === undefined ? null : incidentContained.payload.parse(last).how;
}

async function entries(db: Tx, org: OrgId, kinds: readonly string[], where: ReturnType<typeof sql>): Promise<unknown[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .select('payload')
    .where('org_id', '=', org)
    .where('kind', 'in', kinds)
    .where(sql<boolean>`${where}`)
    .orderBy('seq')
    .execute();
  return rows.map((row) => row.payload);
}
