import { readStory } from '#engines/ledger/read-story.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { LedgerEntry } from '#kernel/event.ts';
import type { IncidentId, OrgId, SignalId } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { caseOpened, incidentAttached } from '#steps/decide/events.ts';
import { letterDelivered, letterFailed, noticeDrafted } from '#steps/tell/events.ts';
import { type ContactRow, type IncidentRow, type PageRow, respondTables } from './store.ts';

/** Incidents, the newest first. */
export function listIncidents(db: Tx, org: OrgId, limit = 1_000): Promise<IncidentRow[]> {
  return respondTables(db).selectFrom('incidents').selectAll().where('org_id', '=', org).orderBy('number', 'desc').limit(limit).execute();
}

/** What leads from an incident to its case: one that it opened, or one that was opened by hand and attached. */
export const caseChapters = [
  { kind: caseOpened.name, names: 'incident' },
  { kind: incidentAttached.name, names: 'incident' },
] as const;

interface IncidentSource {
  readonly kind: string;
  readonly source_id: string;
  readonly grouped_by: string;
  readonly distinct_records: number;
  readonly is_over: boolean;
  readonly last_seen: Date;
}

export interface IncidentView {
  readonly incident: IncidentRow;
  readonly sources: readonly IncidentSource[];
  readonly pages: readonly (Pick<PageRow, 'id' | 'state' | 'attempt' | 'sent_at' | 'answer_by'> & { readonly name: string })[];
  readonly story: readonly LedgerEntry[];
}

/** One incident with all that is known of it. Throws NOT_FOUND, also for another organisation's id. */
export async function readIncident(db: Tx, org: OrgId, id: IncidentId): Promise<IncidentView> {
  const tables = respondTables(db);
  const incident = await tables.selectFrom('incidents').selectAll().where('org_id', '=', org).where('id', '=', id).executeTakeFirst();
  if (!incident) throw new ShopbellError('NOT_FOUND', { what: 'incident' });
  const sources = await tables
    .selectFrom('incident_sources')
    .select(['kind', 'source_id', 'grouped_by', 'distinct_records', 'is_over', 'last_seen'])
    .where('org_id', '=', org)
    .where('incident_id', '=', id)
    .orderBy('last_seen', 'desc')
    .limit(100)
    .execute();
  const pages = await tables
    .selectFrom('pages as page')
    .innerJoin('contacts as contact', (join) =>
      join.onRef('contact.org_id', '=', 'page.org_id').onRef('contact.id', '=', 'page.contact_id'),
    )
    .select(['page.id', 'page.state', 'page.attempt', 'page.sent_at', 'page.answer_by', 'contact.name'])
    .where('page.org_id', '=', org)
    .where('page.incident_id', '=', id)
    .orderBy('page.created_at')
    .execute();
  const story = await readStory(db, org, id, {
    chapters: [...caseChapters, { kind: noticeDrafted.name, names: 'incident' }],
    without: [letterDelivered.name, letterFailed.name],
  });
  return { incident, sources, pages, story };
}

/** Who is paged, first position first. */
export function listContacts(db: Tx, org: OrgId): Promise<ContactRow[]> {
  return respondTables(db)
    .selectFrom('contacts')
    .selectAll()
    .where('org_id', '=', org)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('added_at')
    .execute();
}

/** The signals that belong to an incident. */
export async function listIncidentSignals(db: Tx, org: OrgId, incident: IncidentId): Promise<SignalId[]> {
  const rows = await respondTables(db)
    .selectFrom('incident_sources')
    .select('source_id')
    .where('org_id', '=', org)
    .where('incident_id', '=', incident)
    .where('kind', '=', 'signal')
    .orderBy('source_id')
    .execute();
  return rows.map((row) => row.source_id).filter((id) => isId('sig', id));
}
