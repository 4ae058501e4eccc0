import type { Connection } from 'mysql2/promise';
import { ShopbellError } from '#kernel/errors.ts';
import type { Place, Rows } from './place.ts';

/** Errors whose words name what was asked, never what is stored: access, unknown database, table or column, syntax, read only. */
const TELLABLE: ReadonlySet<string> = new Set([
  ...['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR', 'ER_NO_SUCH_TABLE'],
  ...['ER_BAD_FIELD_ERROR', 'ER_PARSE_ERROR', 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION'],
]);
/** It is not well: too many connections, shutting down, too slow. */
const UNWELL = /^ER_(?:CON_COUNT_ERROR|SERVER_SHUTDOWN|QUERY_TIMEOUT|STATEMENT_TIMEOUT|TOO_MANY_USER_CONNECTIONS|OUT_OF_RESOURCES)$/;

/** Asks MySQL or MariaDB. Several statements in one text are refused by the protocol; the server itself cuts the rows. */
export async function readMysql(place: Place, query: string, values: readonly (string | number | Date)[]): Promise<Rows> {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({
    host: place.address,
    port: place.port,
    user: place.user,
    password: place.password,
    ...(place.database === '' ? {} : { database: place.database }),
    ...(place.tls === 'off' ? {} : { ssl: { rejectUnauthorized: place.tls === 'verify', verifyIdentity: place.tls === 'verify' } }),
    connectTimeout: place.timeoutMs,
    multipleStatements: false,
    dateStrings: true,
    supportBigNumbers: true,
  }).catch((thrown: unknown) => {
    throw refusalOf(thrown);
  });
  connection.on('error', () => undefined);
  try {
    await connection.query(`set session sql_select_limit = ${place.maxRows + 1}`);
    await limitTime(connection, place.timeoutMs);
    await connection.query("set session time_zone = '+00:00'");
    await connection.query('start transaction read only');
    const [rows, fields] = await connection.query({ sql: query, values: [...values], rowsAsArray: true, timeout: place.timeoutMs });
    await connection.query('rollback');
    return { rows: Array.isArray(rows) ? (rows as unknown[][]) : [], columns: (fields ?? []).map((field) => field.name) };
  } catch (thrown) {
    throw refusalOf(thrown);
  } finally {
    connection.destroy();
  }
}

/** MySQL and MariaDB name it differently; one that knows neither is held by our own clock. */
async function limitTime(connection: Connection, timeoutMs: number): Promise<void> {
  await connection
    .query(`set session max_execution_time = ${timeoutMs}`)
    .catch(() => connection.query(`set session max_statement_time = ${timeoutMs / 1_000}`))
    .catch(() => undefined);
}

function refusalOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || !String(thrown.code).startsWith('ER_')) return thrown;
  const code = String(thrown.code);
  if (UNWELL.test(code)) return new Error(thrown.message, { cause: thrown });
  return new ShopbellError('SQL_REFUSED', { reason: TELLABLE.has(code) ? thrown.message : `its error ${code}` }, { cause: thrown });
}
