import type { ColumnType, Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import { type ApiName, isApiName } from '../apis/known-apis.ts';
import type { Marks } from '../apis/mark.ts';
import type { FileMarks } from '../folders/choose-files.ts';
import type { FolderPlace } from '../folders/folder-shape.ts';
import type { OrderSystem } from '../order-words.ts';

type FeedId = `feed_${string}`;

type FeedTables = {
  watch_order_feeds: {
    org_id: OrgId;
    feed_id: FeedId;
    shop_id: ShopId;
    told_by: OrderSystem;
    name: string;
    url: string;
    password: Sealed | null;
    query: string;
    time_zone: string;
    every_minutes: number;
    added_at: Date;
    since: Date;
    asked_at: Date | null;
    lease_by: string | null;
    lease_until: ColumnType<Date | null, unknown, unknown>;
    steps: ColumnType<string, number | undefined, unknown>;
    rejected: ColumnType<string, number | undefined, unknown>;
    failures: ColumnType<number, number | undefined, unknown>;
    reason: ColumnType<string, string | undefined, string>;
    api: string | null;
    settings: ColumnType<Readonly<Record<string, string>>, string | undefined, never>;
    secrets: Sealed | null;
    marks: ColumnType<Marks, string | undefined, string>;
    told: number | null;
    newest: Date | null;
    wait_until: Date | null;
    folder: ColumnType<FolderPlace | null, string | undefined, never>;
    files: ColumnType<FileMarks, string | undefined, string>;
    host_key: ColumnType<string | null, string | null | undefined, string>;
  };
};

export function feedTables(db: Db): Kysely<FeedTables> {
  return db.withTables<FeedTables>();
}

/** A system that is asked over HTTP. */
interface AskedApi {
  readonly name: ApiName;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Sealed | null;
  readonly marks: Marks;
}

/** A folder of an SFTP server. */
interface AskedFolder {
  readonly place: FolderPlace;
  readonly secrets: Sealed | null;
  readonly files: FileMarks;
  /** `null`: it has shown none yet. */
  readonly hostKey: string | null;
}

/** A database, a system over HTTP, or a folder of files that is asked for orders. */
export interface OrderFeed {
  readonly id: FeedId;
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly toldBy: OrderSystem;
  readonly name: string;
  /** `{{password}}` in place of the password. */
  readonly url: string;
  readonly password: Sealed | null;
  readonly query: string;
  /** Of times that name no zone. */
  readonly timeZone: string;
  readonly everyMinutes: number;
  readonly since: Date;
  readonly askedAt: Date | null;
  readonly steps: number;
  readonly rejected: number;
  /** Questions in a row that failed. */
  readonly failures: number;
  /** Why the last question failed, or rows of it were left out. */
  readonly reason: string;
  /** Without it and without a folder it is a database. */
  readonly api: AskedApi | null;
  readonly folder: AskedFolder | null;
  /** Orders of which the last answer told; `null`: not told. */
  readonly told: number | null;
  readonly newest: Date | null;
  readonly waitUntil: Date | null;
}

export async function listFeeds(db: Db, shop: ShopId | null = null): Promise<OrderFeed[]> {
  const rows = await feedTables(db)
    .selectFrom('watch_order_feeds')
    .selectAll()
    .where((where) => (shop === null ? where.val(true) : where('shop_id', '=', shop)))
    .orderBy('added_at')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.feed_id, org: row.org_id, shop: row.shop_id, toldBy: row.told_by, name: row.name, url: row.url, password: row.password },
    ...{ query: row.query, timeZone: row.time_zone, everyMinutes: row.every_minutes, since: row.since, askedAt: row.asked_at },
    ...{ steps: Number(row.steps), rejected: Number(row.rejected), failures: row.failures, reason: row.reason },
    ...{ told: row.told, newest: row.newest, waitUntil: row.wait_until },
    api: row.api !== null && isApiName(row.api) ? { name: row.api, settings: row.settings, secrets: row.secrets, marks: row.marks } : null,
    folder: row.folder === null ? null : { place: row.folder, secrets: row.secrets, files: row.files, hostKey: row.host_key },
  }));
}
