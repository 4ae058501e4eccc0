import type { ColumnType, Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { CheckId, OrgId, ShopId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { HostLead, HostProof, HostState, StatusHost } from './host-words.ts';
import type { AnnouncementKind, PartState, PostKind, StatusLanguage, StatusPart } from './status-words.ts';

type Json<T> = ColumnType<T, string, string>;

/** What people wrote, in the languages in which they wrote it. */
export type Texts = Readonly<Partial<Record<StatusLanguage, string>>>;

export type AnnouncementId = `ann_${string}`;
export type PostId = `post_${string}`;
export type SubscriberId = `sub_${string}`;

export type MailRow = {
  org_id: OrgId;
  subscriber_id: SubscriberId;
  /** What it tells of, once a subscriber: a post's id, `trouble-1790000000000`, `confirm-1`. */
  about: string;
  shop_id: ShopId;
  kind: 'confirm' | 'post' | 'part';
  /** Of kind `part`: all that changed in this way at this moment. */
  parts: ColumnType<readonly StatusPart[], string | undefined, string>;
  part_state: 'fine' | 'trouble' | null;
  happened_at: Date;
  state: 'queued' | 'sending' | 'sent' | 'failed' | 'unknown';
  attempts: ColumnType<number, number | undefined, number>;
  interruptions: ColumnType<number, number | undefined, number>;
  due_at: Date;
  leased_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
  queued_at: Date;
  response: ColumnType<string | null, string | null | undefined, string | null>;
};

type StatusTables = {
  watch_status_pages: {
    org_id: OrgId;
    shop_id: ShopId;
    slug: string;
    language: StatusLanguage;
    published: boolean;
    use_orders: boolean;
    seen_at: Date | null;
  };
  watch_status_hosts: {
    org_id: OrgId;
    shop_id: ShopId;
    host: string;
    set_at: Date;
    state: HostState;
    proof: HostProof | null;
    leads: HostLead;
    reason: ColumnType<string, string | undefined, string>;
    has_word: ColumnType<boolean, boolean | undefined, boolean>;
    checked_at: Date | null;
    proven_at: Date | null;
    missing_since: Date | null;
  };
  watch_status_checks: { org_id: OrgId; shop_id: ShopId; part: StatusPart; check_id: CheckId };
  watch_status_spans: {
    org_id: OrgId;
    shop_id: ShopId;
    part: StatusPart;
    state: PartState;
    begins_at: Date;
    ends_at: Date | null;
  };
  watch_status_told: { org_id: OrgId; shop_id: ShopId; part: StatusPart; state: 'fine' | 'trouble'; at: Date };
  watch_status_announcements: {
    org_id: OrgId;
    announcement_id: AnnouncementId;
    shop_id: ShopId;
    kind: AnnouncementKind;
    parts: Json<readonly StatusPart[]>;
    titles: Json<Texts>;
    begun_at: Date;
    ended_at: Date | null;
  };
  watch_status_posts: {
    org_id: OrgId;
    post_id: PostId;
    announcement_id: AnnouncementId;
    kind: PostKind;
    texts: Json<Texts>;
    at: Date;
  };
  watch_status_subscribers: {
    org_id: OrgId;
    subscriber_id: SubscriberId;
    shop_id: ShopId;
    /** Of a browser: its endpoint with its keys, as JSON. */
    address: Sealed;
    /** Equal for equal addresses of one shop, and useless without the key. */
    address_hash: string;
    language: StatusLanguage;
    confirm_hash: string;
    leave_hash: string;
    /** How many mails asked for the confirmation. */
    asked: number;
    asked_at: Date;
    expires_at: Date | null;
    confirmed_at: Date | null;
    channel: ColumnType<'mail' | 'push', 'mail' | 'push' | undefined, never>;
  };
  watch_status_push_keys: { org_id: OrgId; public_key: string; private_key: Sealed; made_at: Date };
  watch_status_mails: MailRow;
};

/** This corner's tables, typed, on any connection. */
export function statusTables(db: Db): Kysely<StatusTables> {
  return db.withTables<StatusTables>();
}

/** What an owner set for a shop's status page. */
export interface StatusPage {
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly slug: string;
  readonly language: StatusLanguage;
  readonly isPublished: boolean;
  readonly usesOrders: boolean;
  readonly seenAt: Date | null;
  /** The host name that it has, or is to have, for itself. */
  readonly host: StatusHost | null;
}

/** What people set of it. */
export type SetPage = Pick<StatusPage, 'slug' | 'language' | 'isPublished' | 'usesOrders' | 'host'>;

const pages = (db: Db) =>
  statusTables(db)
    .selectFrom('watch_status_pages as p')
    .leftJoin('watch_status_hosts as h', (join) => join.onRef('h.org_id', '=', 'p.org_id').onRef('h.shop_id', '=', 'p.shop_id'))
    .select(['p.org_id', 'p.shop_id', 'p.slug', 'p.language', 'p.published', 'p.use_orders', 'p.seen_at'])
    .select(['h.host', 'h.set_at', 'h.state', 'h.proof', 'h.leads', 'h.reason', 'h.checked_at', 'h.proven_at', 'h.missing_since']);

type PageRow = Awaited<ReturnType<ReturnType<typeof pages>['execute']>>[number];

function pageOf(row: PageRow): StatusPage {
  const { org_id: org, shop_id: shop, slug, language, published: isPublished, use_orders: usesOrders, seen_at: seenAt } = row;
  return { org, shop, slug, language, isPublished, usesOrders, seenAt, host: hostOf(row) };
}

function hostOf(row: PageRow): StatusHost | null {
  const { host: name, state, leads, set_at: setAt } = row;
  if (name === null || state === null || leads === null || setAt === null) return null;
  const times = { checkedAt: row.checked_at, provenAt: row.proven_at, missingSince: row.missing_since };
  return { name, state, leads, setAt, proof: row.proof, reason: row.reason ?? '', ...times };
}

/** What was set for a shop's page; `null`: nothing yet. */
export async function takeStatusPage(db: Db, shop: ShopId): Promise<StatusPage | null> {
  const row = await pages(db).where('p.shop_id', '=', shop).executeTakeFirst();
  return row === undefined ? null : pageOf(row);
}

/** Every published page, or the one of an address; on a connection that sees every organisation. */
export async function listPublishedPages(db: Db, slug?: string): Promise<StatusPage[]> {
  const all = pages(db).where('p.published', '=', true).orderBy('p.slug');
  const rows = await (slug === undefined ? all : all.where('p.slug', '=', slug)).execute();
  return rows.map(pageOf);
}

/** Which checks stand for which part. */
export async function takeChosenChecks(db: Db, shop: ShopId): Promise<{ readonly part: StatusPart; readonly check: CheckId }[]> {
  const rows = await statusTables(db).selectFrom('watch_status_checks').select(['part', 'check_id']).where('shop_id', '=', shop).execute();
  return rows.map(({ part, check_id: check }) => ({ part, check }));
}
