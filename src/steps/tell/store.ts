import { type ColumnType, type Kysely, sql } from 'kysely';
import type { Db, Tx } from '#engines/state/types.ts';
import type { Ctx } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, IncidentId, NoticeId, ShopId } from '#kernel/ids.ts';
import type { DataCategory } from '#kernel/people.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { Notice } from './checks/notice.ts';

type Json<T> = ColumnType<T, string, string>;

type LetterId = `ltr_${string}`;
export type LetterState = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'no-address' | 'told-otherwise';

export type NoticeRow = {
  org_id: string;
  id: NoticeId;
  case_id: CaseId;
  incident_id: IncidentId | null;
  shop_id: ShopId;
  /** The case's number, which is the public page's as well. */
  number: string;
  state: 'draft' | 'released' | 'finished';
  version: number;
  /** Languages of the people concerned, with how many each. */
  languages: Readonly<Record<string, number>>;
  decided_at: Date;
  drafted_at: Date;
  released_version: number | null;
  released_by: string | null;
  released_at: Date | null;
  finished_at: Date | null;
};

export type NoticeVersionRow = {
  org_id: string;
  notice_id: NoticeId;
  version: number;
  content: Notice;
  hash: string;
  written_by: string;
  at: Date;
};

export type LetterRow = {
  org_id: string;
  id: LetterId;
  notice_id: NoticeId;
  shop_id: ShopId;
  version: number;
  person_id: string;
  /** The person's card, sealed with the case's key. */
  card: Sealed;
  language: string;
  categories: readonly DataCategory[];
  code_hash: string;
  state: LetterState;
  attempts: number;
  /** How often the sender stopped between handing the letter over and hearing the answer. */
  interruptions: number;
  due_at: Date;
  leased_until: Date | null;
  response: string | null;
  queued_at: Date;
  at: Date | null;
};

export type PublicPageRow = {
  org_id: string;
  notice_id: NoticeId;
  version: number;
  shop_id: ShopId;
  number: string;
  content: Notice;
  note: string;
  next_update_by: Date | null;
  published_by: string;
  at: Date;
};

type TellTables = {
  notices: Omit<NoticeRow, 'languages'> & { languages: Json<Readonly<Record<string, number>>> };
  notice_versions: Omit<NoticeVersionRow, 'content'> & { content: Json<Notice> };
  letters: Omit<LetterRow, 'categories'> & { categories: Json<readonly DataCategory[]> };
  public_pages: Omit<PublicPageRow, 'content'> & { content: Json<Notice> };
};

/** This room's tables, typed, on any connection. */
export function tellTables(db: Db): Kysely<TellTables> {
  return db.withTables<TellTables>();
}

/** Only one transaction of an organisation at a time drafts notices. */
export async function lockNotices(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tell ${ctx.org}`}, 0))`.execute(ctx.db);
}

/** One notice, locked until the transaction ends. Throws NOT_FOUND. */
export async function takeNotice(ctx: Ctx, id: NoticeId): Promise<NoticeRow> {
  const row = await tellTables(ctx.db).selectFrom('notices').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'notice' });
  return row;
}

/** One version of a notice's text. Throws NOT_FOUND. */
export async function readNoticeVersion(db: Tx, id: NoticeId, version: number): Promise<NoticeVersionRow> {
  const row = await tellTables(db)
    .selectFrom('notice_versions')
    .selectAll()
    .where('notice_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'version of the notice' });
  return row;
}
