import type { ColumnType, Kysely } from 'kysely';
import type { Db, Tx } from '#engines/state/types.ts';
import type { CaseId, ShopId } from '#kernel/ids.ts';
import type { ControllerNotice } from './controller-notice.ts';
import type { Memo } from './memo.ts';

type Json<T> = ColumnType<T, string, string>;
type YesNo = 'yes' | 'no';

export type DissentRow = {
  org_id: string;
  case_id: CaseId;
  number: number;
  /** The number of the decision that somebody does not agree with. */
  decision: number;
  reason: string;
  noted_by: string;
  at: Date;
};

export type AdviceRow = {
  org_id: string;
  case_id: CaseId;
  number: number;
  /** Who advised: a role, a firm, a name, as it was typed. */
  given_by: string;
  asked_at: Date;
  given_at: Date;
  advice: string;
  register: YesNo | null;
  authority: YesNo | null;
  people: YesNo | null;
  noted_by: string;
  noted_at: Date;
};

export type MemoRow = {
  org_id: string;
  case_id: CaseId;
  number: number;
  decision: number;
  content: Memo;
  hash: string;
  released_by: string;
  released_at: Date;
};

export type ControllerRow = {
  org_id: string;
  shop_id: ShopId;
  name: string;
  contact: string;
  language: 'en' | 'pl' | 'de' | 'ja';
  stated_by: string;
  stated_at: Date;
};

export type SentNoticeRow = {
  org_id: string;
  case_id: CaseId;
  number: number;
  controller: string;
  contact: string;
  /** The key of the part it was about; '' where only the shops say it. */
  part: string;
  shops: ShopId[];
  content: ControllerNotice;
  hash: string;
  way: string;
  sent_at: Date;
  noted_by: string;
  noted_at: Date;
};

type PapersTables = {
  case_dissents: DissentRow;
  case_advice: AdviceRow;
  case_memos: Omit<MemoRow, 'content'> & { content: Json<Memo> };
  shop_controllers: ControllerRow;
  controller_notices: Omit<SentNoticeRow, 'content' | 'shops'> & { content: Json<ControllerNotice>; shops: Json<ShopId[]> };
};

/** The tables of what is noted and printed of a case. */
export function papersTables(db: Db): Kysely<PapersTables> {
  return db.withTables<PapersTables>();
}

/** What was advised about a case, oldest first. */
export async function listAdvice(db: Tx, id: CaseId): Promise<AdviceRow[]> {
  return papersTables(db).selectFrom('case_advice').selectAll().where('case_id', '=', id).orderBy('number').execute();
}

/** Who did not agree with decisions of a case, oldest first. */
export async function listDissents(db: Tx, id: CaseId): Promise<DissentRow[]> {
  return papersTables(db).selectFrom('case_dissents').selectAll().where('case_id', '=', id).orderBy('number').execute();
}

/** The released memos of a case, oldest first. */
export async function listMemos(db: Tx, id: CaseId): Promise<MemoRow[]> {
  return papersTables(db).selectFrom('case_memos').selectAll().where('case_id', '=', id).orderBy('number').execute();
}

/** What controllers were told about a case, oldest first. */
export async function listSentNotices(db: Tx, id: CaseId): Promise<SentNoticeRow[]> {
  return papersTables(db).selectFrom('controller_notices').selectAll().where('case_id', '=', id).orderBy('number').execute();
}
