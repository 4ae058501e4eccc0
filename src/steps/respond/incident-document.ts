import { z } from 'zod';
import type { Tx } from '#engines/state/types.ts';
import type { IncidentId, OrgId } from '#kernel/ids.ts';
import { listIncidentSignals, readIncident } from './readers.ts';
import type { IncidentRow } from './store.ts';

const instant = z.iso.datetime().nullable();

const incidentLineShape = z.object({
  id: z.string(),
  number: z.int(),
  shop: z.string(),
  title: z.string(),
  severity: z.string(),
  status: z.enum(['open', 'acknowledged', 'contained', 'closed']),
  touchesPeople: z.boolean(),
  categories: z.array(z.string()).describe('kinds of data that it touches'),
  source: z.object({ kind: z.string(), id: z.string() }).describe('what opened it'),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  openedAt: z.iso.datetime(),
  acknowledgedAt: instant,
  containedAt: instant,
  recoveredAt: instant,
  closedAt: instant,
});

/** What `GET /api/incidents` answers; contract/incidents.json. */
export const incidentListShape = z.object({ schema: z.literal('shopbell-incidents/1'), incidents: z.array(incidentLineShape) });

/** What `GET /api/incidents/ID` answers; contract/incident.json. */
export const incidentDocumentShape = z.object({
  schema: z.literal('shopbell-incident/1'),
  incident: incidentLineShape,
  signals: z.array(z.string()),
  story: z
    .array(z.object({ seq: z.int(), at: z.iso.datetime(), kind: z.string(), subject: z.string().nullable() }))
    .describe('the entries of the ledger that belong to it, the first first; their fields: contract/events.json'),
});

/** One line of the list of incidents. Pure. */
export function incidentLine(row: IncidentRow): z.output<typeof incidentLineShape> {
  const at = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id: row.id,
    number: row.number,
    shop: row.shop_id,
    title: row.title,
    severity: row.severity,
    status: row.status,
    touchesPeople: row.touches_people,
    categories: row.categories,
    source: { kind: row.source_kind, id: row.source_id },
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    openedAt: row.opened_at.toISOString(),
    acknowledgedAt: at(row.acknowledged_at),
    containedAt: at(row.contained_at),
    recoveredAt: at(row.recovered_at),
    closedAt: at(row.closed_at),
  };
}

/** An incident with its signals and its story. Throws NOT_FOUND. */
export async function incidentDocument(db: Tx, org: OrgId, id: IncidentId): Promise<z.output<typeof incidentDocumentShape>> {
  const { incident, story } = await readIncident(db, org, id);
  return {
    schema: 'shopbell-incident/1',
    incident: incidentLine(incident),
    signals: await listIncidentSignals(db, org, id),
    story: story.map(({ seq, at, kind, subject }) => ({ seq, at: at.toISOString(), kind, subject })),
  };
}
