import type { OrgId } from '#kernel/ids.ts';
import type { Written } from './blocks/native.ts';

export type TelemetryValue = string | number | boolean | null | Date | readonly string[] | readonly (number | null)[];

/** What is stored, by column; a column that is left out takes the table's default. */
export type TelemetryRow = Readonly<Record<string, TelemetryValue>>;

/** Many rows, kept column by column as the engine takes them: blocks/rows-by-column.ts makes them. */
export interface RowsByColumn {
  readonly length: number;
  /** When the newest of them happened, ms since 1970; below zero: no row has a time. */
  readonly newest: number;
  /** Columns that hold something in some row, in the table's order, as bytes. */
  write(): Written[];
  /** The rows as such: for few of them, and for looking. */
  rows(): TelemetryRow[];
}

/** Events, measurements, matches. ClickHouse, in this process or behind CLICKHOUSE_URL. */
export interface Telemetry {
  /**
   * Asks for rows of one organisation. Tables are written `@requests`, `@measurements`: each becomes a sub-select
   * limited to `org`, and a bare table name is refused (TELEMETRY_QUERY_UNGUARDED). Parameters are `{name:Type}`.
   * UInt64 come back as numbers, DateTime64 as ISO texts in UTC.
   */
  query<Row>(org: OrgId, sql: string, params?: Readonly<Record<string, TelemetryValue>>): Promise<Row[]>;
  /**
   * Asks what a person typed: guarded like `query` and held to what the engine itself understood of it, cut to `rows`, ended after `seconds`. Throws QUERY_REFUSED with the reason when it is
   * no query, reaches further than the organisation, or takes too long.
   */
  ask(org: OrgId, sql: string, limits: { readonly rows: number; readonly seconds: number }): Promise<Readonly<Record<string, unknown>>[]>;
  /**
   * Stores rows for one organisation (the tenant column is added here) and returns when they are durable.
   * With a `token`, a second call with the same token, table and organisation stores nothing.
   * Whoever makes very many rows gives them column by column. With `together` it may wait a tenth of a second for what others insert,
   * which costs the engine far less for many small calls at once.
   */
  insert(
    org: OrgId,
    table: TelemetryTable,
    rows: readonly TelemetryRow[] | RowsByColumn,
    options?: { readonly token?: string; readonly together?: boolean },
  ): Promise<void>;
  /**
   * The same for rows that came in several pieces: one insert, and one part of the table, for all of them. Many small parts cost every
   * later question the opening of each.
   */
  insertBlocks(org: OrgId, table: TelemetryTable, blocks: readonly RowsByColumn[]): Promise<void>;
  /**
   * Deletes rows of one organisation; `where` is a condition with `{name:Type}` parameters. Returns when they are gone.
   * Rows of `reads` are removed on their own: they outlive the requests and events they were made of.
   */
  remove(org: OrgId, table: StoredTable, where: string, params: Readonly<Record<string, TelemetryValue>>): Promise<void>;
  describe(): Promise<string>;
  close(): Promise<void>;
}

/**
 * What can be stored. `requests`: one row a web request. `measurements`: a probe. `application_events`: what an application tells of itself.
 * `spans`, `metric_points`: OpenTelemetry. `reports`: what browsers report. `sightings`: personal data seen where it does not belong.
 * `saturation_days`: how full a system was at most on a day, kept for years.
 * `order_steps`: what happened to an order, and who says so; the engine fills it also from events.
 */
export type TelemetryTable =
  | 'requests'
  | 'measurements'
  | 'application_events'
  | 'spans'
  | 'metric_points'
  | 'reports'
  | 'sightings'
  | 'order_steps'
  | 'saturation_days';

/** `reads`: one row a record that a request or an event exposed; the engine fills it itself from those two. */
export type StoredTable = TelemetryTable | 'reads';

/**
 * One web request as intake stores it, after redaction. Object numbers never stand in the clear:
 * `path` has them replaced by the data map's placeholder, `object_ref` is their sealed reference.
 */
export type RequestRow = {
  readonly shop_id: string;
  readonly source_id: string;
  /** When it happened, from the log line; UTC. */
  readonly at: Date;
  readonly received_at: Date;
  readonly address: string;
  /** Keyed hash of a session or token, or ''. */
  readonly session: string;
  /** Sealed reference of the signed-in account, or ''. */
  readonly account: string;
  readonly agent: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly bytes: number;
  readonly referrer: string;
  readonly duration_ms: number | null;
  /** The data map's template that matched, e.g. `/account/orders/{order}`, or ''. */
  readonly route: string;
  /** `page`, `asset`, `api`, `sign-in`, `export`, `admin` or `other`. */
  readonly route_kind: string;
  /** `order`, `customer` … or ''. */
  readonly object_kind: string;
  readonly object_ref: string;
  /** The numeric id shifted by a secret offset of the organisation: differences are true, values are not. `null` when not numeric. */
  readonly object_position: number | null;
  /** Categories of personal data that a successful answer exposes. */
  readonly categories: readonly string[];
  /** `sign-in-ok`, `sign-in-failed` or ''. */
  readonly auth: string;
  /** Keyed hash of the account name that was tried at a sign-in, when the source tells it, or ''. */
  readonly tried: string;
  /** Identity of the file and byte offset of the line: evidence and resume point. */
  readonly file_id: string;
  readonly file_offset: number;
  /** Fingerprint of the TLS handshake (JA3 or JA4) when the source logs one. */
  readonly tls?: string;
};
