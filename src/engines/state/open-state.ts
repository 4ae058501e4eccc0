import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { Log } from '../log/types.ts';
import { listenTo } from './listen.ts';
import { findMigrations, migrate } from './migrate.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import type { NoTables, State, Tx } from './types.ts';

const OLDEST = 15;
/** Who waits longer for a free connection is told that there is none, instead of waiting for ever. */
const WAIT_MS = 30_000;

export interface StateOptions {
  /** An existing server; without it one is started in `folder`. */
  readonly databaseUrl?: string;
  readonly folder: string;
  readonly log: Log;
  readonly poolSize?: number;
}

/** Opens state: starts or reaches PostgreSQL, checks that it can keep tenants apart, applies migrations. */
export async function openState(options: StateOptions): Promise<State> {
  const server = options.databaseUrl === undefined ? await startPostgres(options.folder, options.log) : null;
  const url = options.databaseUrl ?? server?.url ?? '';
  try {
    await prepare(url);
  } catch (error) {
    await server?.stop();
    throw error;
  }
  return connectState(url, options.log, options.poolSize ?? 10, server);
}

/** A State over a database that is ready (tests open copies of a prepared template). */
export function connectState(url: string, log: Log, poolSize: number, server: PostgresServer | null): State {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, idleTimeoutMillis: 30_000, connectionTimeoutMillis: WAIT_MS });
  let closing = false;
  pool.on('error', (error) => closing || log.warn('an idle connection to PostgreSQL ended', { error }));
  // A connection in use that is cut between two queries has nobody else to hear of it; its next query fails and says so.
  pool.on('connect', (client) => client.on('error', (error) => closing || log.warn('a connection to PostgreSQL ended', { error })));
  const db = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) });
  const within = <T>(scope: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    db
      .transaction()
      .execute(async (tx) => {
        await sql`select set_config('shopbell.org', ${scope}, true)`.execute(tx);
        return work(tx);
      })
      .catch((error: unknown) => {
        throw isGone(error) ? new ShopbellError('STATE_DOWN', { reason: messageOf(error) }, { cause: error }) : error;
      });
  return {
    url,
    inOrg: (org, work) => within(org, work),
    everywhere: (work) => within('*', work),
    listen: (channel, onNotice) => listenTo(url, channel, onNotice, log),
    describe: async () => {
      const row = await sql<{ v: string }>`select current_setting('server_version') as v`.execute(db);
      return `PostgreSQL ${row.rows[0]?.v ?? '?'}, ${server ? 'started by Shopbell' : 'from DATABASE_URL'}`;
    },
    close: async () => {
      closing = true;
      await db.destroy();
      await server?.stop();
    },
  };
}

/** Whether the server or the way to it is gone, as opposed to a query that it refused (SQLSTATE classes 08 and 57P; the network's codes). */
function isGone(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof ShopbellError) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code !== '') return /^(08|57P)|^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/.test(code);
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(error.message);
}

/** Checks version and role, then migrates. Throws STATE_DOWN, STATE_TOO_OLD, STATE_PRIVILEGED, MIGRATION_CHANGED. */
export async function prepare(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // The query that is under way fails and says so; between two, nobody else listens.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new ShopbellError('STATE_DOWN', { reason: messageOf(error) }, { cause: error });
  }
  try {
    const facts = await client.query<{ version: number; role: string; free: boolean }>(
      `select current_setting('server_version_num')::int / 10000 as version, rolname as role, rolsuper or rolbypassrls as free
       from pg_roles where rolname = current_user`,
    );
    const row = facts.rows[0];
    if (row && row.version < OLDEST) throw new ShopbellError('STATE_TOO_OLD', { version: row.version });
    if (row?.free) throw new ShopbellError('STATE_PRIVILEGED', { role: row.role });
    await client.query(`set shopbell.org = '*'`);
    return await migrate(client, findMigrations());
  } finally {
    await client.end();
  }
}
