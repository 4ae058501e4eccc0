import { type ColumnType, type Kysely, sql } from 'kysely';
import type { Db, Tx } from '#engines/state/types.ts';
import type { Ctx } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, IncidentId, ShopId } from '#kernel/ids.ts';
import type { DataCategory, LegalGroup, PersonCard } from '#kernel/people.ts';
import type { Sealed, SealedRef } from '#kernel/sealed.ts';
import { decideObligations, type Outcome } from './checks/decide-obligations.ts';
import type { Answer, Bounds, Facts } from './checks/facts.ts';
import type { FilingKind } from './checks/filing-state.ts';
import type { ReminderShare } from './clocks/plan-reminders.ts';
import type { CaseKind } from './events.ts';
import type { LawsOfEntry } from './register/law-of-entry.ts';
import { lawTables } from './tables.ts';

type Json<T> = ColumnType<T, string, string>;

export type CaseRow = {
  org_id: string;
  id: CaseId;
  number: string;
  /** Null while a case that was opened by hand has no incident. */
  incident_id: IncidentId | null;
  shop_id: ShopId | null;
  kind: CaseKind;
  title: string;
  /** What was known when a person opened it. */
  known: string;
  opened_by: string | null;
  /** What a program calls a case that it opened. */
  reference: string | null;
  /** The case in which this one goes on, when both told of the same matter. */
  continued_in: CaseId | null;
  state: 'open' | 'closed';
  aware_at: Date;
  deadline: Date;
  /** The case's own key, wrapped; null after it was shredded. */
  wrapped_key: string | null;
  version: number;
  /** Records that the shop's directory does not know: people who cannot be told by letter. */
  unknown_records: number;
  collected_at: Date | null;
  opened_at: Date;
  closed_at: Date | null;
  shred_at: Date | null;
  /** When its clocks were last derived; null when they never were. */
  clocks_at: Date | null;
};

export type AwarenessRow = {
  org_id: string;
  case_id: CaseId;
  number: number;
  before_at: Date;
  aware_at: Date;
  reason: string;
  evidence: string;
  /** Asked of a time before the first signal. */
  reason_for_earlier: string | null;
  stated_by: string;
  stated_at: Date;
};

export type ClockRow = {
  org_id: string;
  case_id: CaseId;
  /** Id of the duty in the law's tables. */
  duty: string;
  stage: string;
  regime: string;
  owed_to: string;
  does: string;
  answer: Answer;
  anchor: string;
  anchor_at: Date;
  due_at: Date;
  state: 'running' | 'met' | 'late' | 'dropped';
  met_at: Date | null;
  /** `filing` when a noted notification met it, else who said so. */
  met_by: string | null;
  evidence: string | null;
  reason_for_delay: string | null;
  dropped_because: string | null;
  changed_at: Date;
};

export type ReminderRow = {
  org_id: string;
  case_id: CaseId;
  duty: string;
  stage: string;
  share: ReminderShare;
  /** The deadline that it is about. */
  due_at: Date;
  remind_at: Date;
  state: 'pending' | 'sent' | 'dropped';
  sent_at: Date | null;
};

export interface RegisterEntry {
  readonly title: string;
  /** The law that the three answers are of. */
  readonly regime: string;
  /** What each law asked for and what came of it; entries written before this was kept have none. */
  readonly byLaw?: LawsOfEntry;
  readonly facts: Facts;
  readonly people: Bounds;
  readonly severity: { readonly low: number; readonly high: number; readonly band: string };
  readonly effects: string | null;
  readonly remedies: string | null;
  readonly awareAt: string;
  readonly deadline: string;
  readonly decision: {
    readonly register: Answer;
    readonly authority: Answer;
    readonly people: Answer;
    readonly by: string;
    readonly at: string;
    /** What the person wrote; entries written before this was kept have none. */
    readonly reason?: string;
  } | null;
  readonly reasons: readonly { readonly rule: string; readonly text: string }[];
  readonly deviation: string | null;
  /** Who else is responsible; entries written before this was kept have none. */
  readonly parties?: readonly {
    readonly kind: 'controller' | 'joint';
    readonly name: string;
    readonly reports: 'yes' | 'no' | 'unknown';
  }[];
  /** What was noted of telling the authority; entries written before this was kept have none. */
  readonly filings?: readonly {
    readonly kind: FilingKind;
    readonly authority: string;
    readonly at: string;
    readonly reference: string;
    readonly hoursAfterAware: number;
    readonly reasonForDelay: string | null;
  }[];
}

export type DecisionRow = {
  org_id: string;
  case_id: CaseId;
  number: number;
  facts_version: number;
  register: Answer;
  authority: Answer;
  people: Answer;
  deviates: string[];
  /** Duties of other laws by id, as decided. */
  others: Readonly<Record<string, 'yes' | 'no'>>;
  reason: string;
  decided_by: string;
  at: Date;
};

export type RegisterRow = {
  org_id: string;
  id: `reg_${string}`;
  case_id: CaseId;
  number: string;
  version: number;
  entry: RegisterEntry;
  written_by: string;
  at: Date;
};

export type ChainRow = {
  org_id: string;
  /** A whole number as text. */
  seq: string;
  entry_id: RegisterRow['id'];
  case_id: CaseId;
  number: string;
  version: number;
  content_hash: string;
  previous: string;
  hash: string;
  ended_at: Date | null;
};

export type FilingRow = {
  org_id: string;
  case_id: CaseId;
  number: number;
  kind: FilingKind;
  authority: string;
  at: Date;
  reference: string;
  note: string;
  /** Asked of a first notification that came after the term. */
  reason_for_delay: string | null;
  /** Since when the organisation was aware, as the case said then. */
  aware_at: Date;
  noted_by: string;
  noted_at: Date;
};

export type VersionRow = {
  org_id: string;
  case_id: CaseId;
  version: number;
  facts: Facts;
  changed: string[];
  outcome: Outcome;
  stated_by: string;
  at: Date;
};

type DecideTables = {
  case_awareness: AwarenessRow;
  case_clocks: ClockRow;
  case_reminders: ReminderRow;
  case_filings: FilingRow;
  cases: CaseRow;
  case_versions: Omit<VersionRow, 'facts' | 'changed' | 'outcome'> & {
    facts: Json<Facts>;
    changed: Json<string[]>;
    outcome: Json<Outcome>;
  };
  case_decisions: Omit<DecisionRow, 'deviates' | 'others'> & {
    deviates: Json<string[]>;
    others: ColumnType<DecisionRow['others'], string | undefined, string>;
  };
  case_people: {
    org_id: string;
    case_id: CaseId;
    id: string;
    /** Whose customer it is; '' where a case has no shop. */
    shop_id: ShopId | '';
    customer_hash: string;
    /** The same for the same person at several shops. */
    same_as: string;
    card: Sealed;
    language: string;
    country: string;
    flags: Json<PersonCard['flags']>;
    untold: Json<readonly LegalGroup[]>;
    categories: Json<DataCategory[]>;
    records: number;
    first_read: Date;
    last_read: Date;
  };
  case_records: {
    org_id: string;
    case_id: string;
    shop_id: ShopId | '';
    kind: string;
    ref: SealedRef;
    person_id: string | null;
    categories: Json<readonly DataCategory[]>;
  };
  register_entries: Omit<RegisterRow, 'entry'> & { entry: Json<RegisterEntry> };
  register_chain: ChainRow;
  register_rules: { org_id: string; keep_months: number; readers: 'everybody' | 'privacy'; set_by: string; set_at: Date };
};

/** This room's tables, typed, on any connection. */
export function decideTables(db: Db): Kysely<DecideTables> {
  return db.withTables<DecideTables>();
}

/** Only one transaction of an organisation at a time opens cases and writes numbers. */
export async function lockCases(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`decide ${ctx.org}`}, 0))`.execute(ctx.db);
}

/** One case, locked until the transaction ends. Throws NOT_FOUND, also for another organisation's id. */
export async function takeCase(ctx: Ctx, id: CaseId): Promise<CaseRow> {
  const row = await decideTables(ctx.db).selectFrom('cases').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  return row;
}

/** As `takeCase`; CONFLICT when it is closed. */
export async function takeOpenCase(ctx: Ctx, id: CaseId): Promise<CaseRow> {
  const row = await takeCase(ctx, id);
  if (row.state === 'closed') throw new ShopbellError('CONFLICT', { reason: 'the case is closed' });
  return row;
}

/** One version of a case's facts with its outcome; the latest unless one is named. */
export async function readVersion(db: Tx, id: CaseId, version?: number): Promise<VersionRow> {
  const all = decideTables(db).selectFrom('case_versions').selectAll().where('case_id', '=', id);
  const row = await (version === undefined
    ? all.orderBy('version', 'desc').limit(1)
    : all.where('version', '=', version)
  ).executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'version of the case' });
  // A version judged before other laws were known has no list of duties: its own answers stay, the list is made by today's laws.
  if (!('duties' in row.outcome)) return { ...row, outcome: { ...decideObligations(row.facts, lawTables()), ...(row.outcome as object) } };
  return row;
}
