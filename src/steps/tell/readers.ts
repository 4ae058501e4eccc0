import { sql } from 'kysely';
import type { House, NoticeText } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, NoticeId, OrgId } from '#kernel/ids.ts';
import type { DataCategory } from '#kernel/people.ts';
import { renderLetter } from './checks/render-letter.ts';
import { hashOfCode } from './letter-secrets.ts';
import { type LetterRow, type NoticeRow, type PublicPageRow, tellTables } from './store.ts';
import { noticeTables } from './tables.ts';

/** Notices, newest first. */
export async function listNotices(db: Tx): Promise<NoticeRow[]> {
  return tellTables(db).selectFrom('notices').selectAll().orderBy('drafted_at', 'desc').orderBy('id').execute();
}

/** The texts written for the people of a case, every version, oldest first: what is said, to nobody by name. The app puts it behind the port `noticeTexts`. */
export async function listNoticeTexts(house: Pick<House, 'state'>, org: OrgId, id: CaseId): Promise<readonly NoticeText[]> {
  const rows = await house.state.inOrg(org, (db) =>
    tellTables(db)
      .selectFrom('notices as n')
      .innerJoin('notice_versions as v', 'v.notice_id', 'n.id')
      .select(['n.id as notice', 'v.version', 'v.hash', 'v.content', 'n.released_version'])
      .where('n.case_id', '=', id)
      .orderBy('n.id')
      .orderBy('v.version')
      .execute(),
  );
  return rows.map(({ released_version, ...row }) => {
    const { content } = row;
    const letter = renderLetter(content, { name: '{name}', categories: content.affected, code: '{code}' }, noticeTables());
    const words = { language: content.language, subject: letter.subject, text: letter.text };
    return { ...row, ...words, released: row.version === released_version };
  });
}

/** One notice of the organisation. Throws NOT_FOUND. */
export async function findNotice(db: Tx, id: string): Promise<NoticeRow> {
  const row = await tellTables(db)
    .selectFrom('notices')
    .selectAll()
    .where('id', '=', id as NoticeId)
    .executeTakeFirst();
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'notice' });
  return row;
}

/** Letters a person must look at: failed, unknown, without an address. No personal data: only ids and what the server said. */
export async function listTroubledLetters(
  db: Tx,
  notice: NoticeId,
  limit = 200,
): Promise<Pick<LetterRow, 'id' | 'state' | 'attempts' | 'interruptions' | 'response' | 'at' | 'language'>[]> {
  return tellTables(db)
    .selectFrom('letters')
    .select(['id', 'state', 'attempts', 'interruptions', 'response', 'at', 'language'])
    .where('notice_id', '=', notice)
    .where('state', 'in', ['failed', 'unknown', 'no-address'])
    .orderBy('state')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** How many people of each notice have no letter and were not told otherwise, as long as it can still be found out who they are. */
export async function countUntold(db: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await tellTables(db)
    .selectFrom('letters')
    .select(['notice_id', sql<number>`count(*)::int`.as('count')])
    .where((eb) =>
      eb.or([eb('state', 'in', ['failed', 'no-address']), eb.and([eb('state', '=', 'unknown'), eb('interruptions', '>=', 2)])]),
    )
    .where(sql<boolean>`card <> ''`)
    .groupBy('notice_id')
    .execute();
  return new Map(rows.map((row) => [row.notice_id, row.count]));
}

/** The same letters with their sealed cards, for whoever opens them. */
export async function listTroubledCards(
  db: Tx,
  notice: NoticeId,
): Promise<Pick<LetterRow, 'id' | 'state' | 'response' | 'language' | 'card'>[]> {
  return tellTables(db)
    .selectFrom('letters')
    .select(['id', 'state', 'response', 'language', 'card'])
    .where('notice_id', '=', notice)
    .where('state', 'in', ['failed', 'unknown', 'no-address'])
    .orderBy('state')
    .orderBy('id')
    .limit(1_000)
    .execute();
}

/** The published versions of an incident's page, newest first; empty when there is none. */
export async function readPublicPage(house: Pick<House, 'state'>, org: OrgId, shop: string, number: string): Promise<PublicPageRow[]> {
  return house.state.inOrg(org, (db) =>
    tellTables(db)
      .selectFrom('public_pages')
      .selectAll()
      .where('shop_id', '=', shop as PublicPageRow['shop_id'])
      .where('number', '=', number)
      .orderBy('version', 'desc')
      .execute(),
  );
}

/** The kinds of data that the letter with this code names, or `null` when no letter of this notice has it. */
export async function affectedByCode(
  house: Pick<House, 'state' | 'secrets'>,
  org: OrgId,
  notice: NoticeId,
  typed: string,
): Promise<readonly DataCategory[] | null> {
  const hash = hashOfCode(house.secrets, org, typed);
  if (hash === null) return null;
  const row = await house.state.inOrg(org, (db) =>
    tellTables(db)
      .selectFrom('letters')
      .select('categories')
      .where('notice_id', '=', notice)
      .where('code_hash', '=', hash)
      .executeTakeFirst(),
  );
  return row?.categories ?? null;
}

/**
 * Whether a code belongs to a letter of this shop; the app puts it behind the port `checkLetterCode`. A shop that wrote no letter, and a text
 * that cannot be a code, are `not-ours`.
 */
export async function checkLetterCode(
  house: Pick<House, 'state' | 'secrets'>,
  shop: string,
  typed: string,
): Promise<'ours' | 'not-ours' | 'unknown'> {
  const org = await house.state.everywhere((db) =>
    tellTables(db)
      .selectFrom('letters')
      .select('org_id')
      .where('shop_id', '=', shop as LetterRow['shop_id'])
      .limit(1)
      .executeTakeFirst(),
  );
  if (!org) return 'not-ours';
  const hash = hashOfCode(house.secrets, org.org_id as OrgId, typed);
  if (hash === null) return 'not-ours';
  const found = await house.state.inOrg(org.org_id as OrgId, (db) =>
    tellTables(db)
      .selectFrom('letters')
      .select('id')
      .where('shop_id', '=', shop as LetterRow['shop_id'])
      .where('code_hash', '=', hash)
      .where('state', 'in', ['sending', 'sent', 'unknown'])
      .executeTakeFirst(),
  );
  return found ? 'ours' : 'not-ours';
}
