/** What a database's audit log says of one statement, in the clear: only between reading and summing up. */
export interface DatabaseStatement {
  /** ms since 1970. */
  readonly at: number;
  readonly user: string;
  /** Where the client sits; '' when it came over a socket. */
  readonly address: string;
  readonly database: string;
  /** What the client calls itself. */
  readonly program: string;
  readonly dialect: 'postgres' | 'mysql';
  /** '' when the log names only the table that was read. */
  readonly sql: string;
  /** The table that the log names itself, or ''. */
  readonly table: string;
  /** Rows that were given out; `null`: the log does not tell. */
  readonly rows: number | null;
  /** Bytes that were given out; 0: the log does not tell. */
  readonly bytes: number;
  /** Names the statement among others of its connection, '' when nothing does: a log may tell of one statement twice. */
  readonly key: string;
}

/**
 * What one record of an audit log comes to: a statement that may have read; `'other'`: a record of that log without one;
 * `'open'`: its rest stands on the next line; a text that begins with `!`: it is such a record and cannot be read; `null`: it is none.
 */
export type AuditRecord = DatabaseStatement | 'other' | 'open' | `!${string}` | null;
