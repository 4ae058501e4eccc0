import type { OrgId } from '#kernel/ids.ts';

export type TelemetryValue = string | number | boolean | null | Date | readonly string[] | readonly number[];

/** Events, measurements, matches. ClickHouse, in this process or behind CLICKHOUSE_URL. */
export interface Telemetry {
  /**
   * Asks for rows of one organisation. Tables are written `@requests`, `@measurements`: each becomes a sub-select
   * limited to `org`, and a bare table name is refused (TELEMETRY_QUERY_UNGUARDED). Parameters are `{name:Type}`.
   * UInt64 come back as numbers, DateTime64 as ISO texts in UTC.
   */
  query<Row>(org: OrgId, sql: string, params?: Readonly<Record<string, TelemetryValue>>): Promise<Row[]>;
  /**
   * Stores rows for one organisation (the tenant column is added here) and returns when they are durable.
   * With a `token`, a second call with the same token, table and organisation stores nothing.
   */
  insert(
    org: OrgId,
    table: TelemetryTable,
    rows: readonly Readonly<Record<string, TelemetryValue>>[],
    options?: { readonly token?: string },
  ): Promise<void>;
  /** Deletes rows of one organisation; `where` is a condition with `{name:Type}` parameters. Returns when they are gone. */
  remove(org: OrgId, table: TelemetryTable, where: string, params: Readonly<Record<string, TelemetryValue>>): Promise<void>;
  describe(): Promise<string>;
  close(): Promise<void>;
}

/** `requests`: one row a web request. `records`: one row a record exposed by a request. `measurements`: one row a probe. */
export type TelemetryTable = 'requests' | 'measurements' | 'application_events';
