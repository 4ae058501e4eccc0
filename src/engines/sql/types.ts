interface SqlQuestion {
  /** `postgres://…`, `mysql://…` or `mssql://…`, with user and password. */
  readonly url: string;
  /** One statement that reads. */
  readonly query: string;
  /** Values of `$1`, `$2` (PostgreSQL), `?` (MySQL) or `@p1`, `@p2` (SQL Server). */
  readonly values?: readonly (string | number | Date)[];
  /** IANA zone in which PostgreSQL reads and writes times without one (default UTC). MySQL's own timestamps are always UTC, SQL Server's times have no zone or say theirs. */
  readonly timeZone?: string;
}

export interface SqlLimits {
  /** The whole look, ms; the database is told too. */
  readonly timeoutMs: number;
  /** Rows that are read at most; `truncated` says that there were more. */
  readonly maxRows: number;
  readonly allowPrivate: boolean;
}

export interface SqlAnswer {
  readonly columns: readonly string[];
  /** A time is a text: with `Z` where the database knows the instant, without a zone where it does not. */
  readonly rows: readonly (readonly unknown[])[];
  readonly truncated: boolean;
  readonly ms: number;
}

/**
 * Reads from other people's databases: one statement in a transaction that is always rolled back, and that cannot write where the database knows such ones. Throws SQL_REFUSED (the
 * statement or the database's own refusal), TARGET_UNREACHABLE, TARGET_PRIVATE. What the database says of values is never passed on.
 */
export interface SqlReader {
  read(question: SqlQuestion, limits: SqlLimits): Promise<SqlAnswer>;
}
