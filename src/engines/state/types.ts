import type { Kysely, Transaction } from 'kysely';
import type { OrgId } from '#kernel/ids.ts';

/** No tables are known at this level: a step names its own with `db.withTables<ItsTables>()`. */
export type NoTables = Record<never, never>;
export type Db = Kysely<NoTables>;
export type Tx = Transaction<NoTables>;

/** State: organisations, incidents, cases, notices, the ledger. PostgreSQL, kept apart by row-level security. */
export interface State {
  /** Runs `work` in one transaction that sees the rows of this organisation only. Rolls back when it throws. */
  inOrg<T>(org: OrgId, work: (db: Tx) => Promise<T>): Promise<T>;
  /** Runs `work` in one transaction that sees every organisation: for the machine's own loops only, never for a request. */
  everywhere<T>(work: (db: Tx) => Promise<T>): Promise<T>;
  /** Calls back when another process or transaction notified this channel (PostgreSQL LISTEN/NOTIFY). Returns how to stop. */
  listen(channel: string, onNotice: (payload: string) => void): Promise<() => Promise<void>>;
  /** A libpq connection string of the same database, for engines that keep their own pool (jobs, identity). Secret. */
  readonly url: string;
  /** One line for `doctor`: what is used and its version. */
  describe(): Promise<string>;
  /** Waits for running transactions, then stops the pool and, if it started one, the server. */
  close(): Promise<void>;
}
