import { type ColumnType, type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '#engines/state/types.ts';
import type { Ctx } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, IncidentId, ShopId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { DataCategory } from '#kernel/people.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { clockReminded } from '#steps/decide/events.ts';

type Json<T> = ColumnType<T, string, string>;
export type IncidentStatus = 'open' | 'acknowledged' | 'contained' | 'closed';
export type SourceKind = 'signal' | 'finding' | 'watch' | 'orders' | 'slo' | 'impostor' | 'person';

export type IncidentRow = {
  org_id: string;
  id: IncidentId;
  number: number;
  shop_id: ShopId;
  title: string;
  severity: Severity;
  status: IncidentStatus;
  touches_people: boolean;
  categories: DataCategory[];
  source_kind: SourceKind;
  source_id: string;
  first_seen: Date;
  last_seen: Date;
  opened_at: Date;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  assigned_to: string | null;
  contained_at: Date | null;
  closed_at: Date | null;
  recovered_at: Date | null;
};

export type ContactRow = {
  org_id: string;
  id: string;
  name: string;
  kind: 'mail' | 'webhook';
  address: Sealed;
  secret: Sealed | null;
  position: number;
  wait_minutes: number;
  language: string;
  allow_private: boolean;
  added_at: Date;
  removed_at: Date | null;
};

export type PageRow = {
  org_id: string;
  id: `page_${string}`;
  /** Null for a page about a deadline of a case. */
  incident_id: IncidentId | null;
  contact_id: string;
  reason: 'opened' | 'worse' | 'escalated' | 'deadline';
  round: number;
  state: 'queued' | 'sent' | 'failed';
  attempt: number;
  due_at: Date;
  answer_by: Date | null;
  escalated: boolean;
  link_used_at: Date | null;
  created_at: Date;
  sent_at: Date | null;
  response: string | null;
  case_id: CaseId | null;
  /** The ledger entry of the reminder that a page about a deadline is for. */
  reminder: string | null;
  deadline: DeadlineNotice | null;
};

/** What a page about a deadline tells of, as the reminder said it. */
export type DeadlineNotice = z.output<typeof clockReminded.payload>;

type RespondTables = {
  incidents: Omit<IncidentRow, 'categories'> & { categories: Json<DataCategory[]> };
  incident_sources: {
    org_id: string;
    kind: SourceKind;
    source_id: string;
    incident_id: IncidentId;
    shop_id: ShopId;
    grouped_by: string;
    address: string | null;
    session: string | null;
    severity: Severity;
    distinct_records: number;
    touches_people: boolean;
    is_over: boolean;
    last_seen: Date;
  };
  contacts: ContactRow;
  pages: Omit<PageRow, 'deadline'> & { deadline: ColumnType<DeadlineNotice | null, string | null | undefined, string | null> };
};

/** This room's tables, typed, on any connection. */
export function respondTables(db: Db): Kysely<RespondTables> {
  return db.withTables<RespondTables>();
}

/** Only one transaction of an organisation at a time decides which incident something belongs to. */
export async function lockIncidents(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`respond ${ctx.org}`}, 0))`.execute(ctx.db);
}

/** One incident, or NOT_FOUND; locked until the transaction ends. */
export async function takeIncident(ctx: Ctx, id: IncidentId): Promise<IncidentRow> {
  const row = await respondTables(ctx.db)
    .selectFrom('incidents')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'incident' });
  return row;
}

/** As `takeIncident`, and CONFLICT when it was closed. */
export async function takeOpenIncident(ctx: Ctx, id: IncidentId): Promise<IncidentRow> {
  const row = await takeIncident(ctx, id);
  if (row.status === 'closed') throw new ShopbellError('CONFLICT', { reason: 'the incident is closed' });
  return row;
}
