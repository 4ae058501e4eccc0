import pg from 'pg';
import Cursor from 'pg-cursor';
import { ShopbellError } from '#kernel/errors.ts';
import type { Place, Rows } from './place.ts';

/** Classes of SQLSTATE whose words name what was asked, never what is stored: connection, access, syntax, limits. */
const TELLABLE = /^(?:28|3D|25|42|54)/;
/** It is not well: too many connections, shutting down, too slow. */
const UNWELL = /^(?:08|53|57|58)/;

/** Asks PostgreSQL. The extended protocol takes one statement only; a cursor reads no more rows than wanted. */
export async function readPostgres(place: Place, query: string, values: readonly (string | number | Date)[]): Promise<Rows> {
  const name = place.host.replace(/^\[|\]$/g, '');
  const client = new pg.Client({
    host: place.address,
    port: place.port,
    user: place.user,
    password: place.password,
    database: place.database || place.user,
    ssl: place.tls === 'off' ? false : { rejectUnauthorized: place.tls === 'verify', servername: name },
    connectionTimeoutMillis: place.timeoutMs,
    query_timeout: place.timeoutMs,
    statement_timeout: place.timeoutMs,
    application_name: 'shopbell',
    types: { getTypeParser: parserOf },
  });
  // A connection that breaks between two answers must not end the process; the pending question fails by itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin transaction read only');
    await client.query("select set_config('TimeZone', $1, true)", [place.timeZone]);
    const cursor = client.query(new Cursor<unknown[]>(query, [...values], { rowMode: 'array' }));
    const { rows, columns } = await readAll(cursor, place.maxRows + 1);
    await client.query('rollback');
    return { rows, columns };
  } catch (thrown) {
    throw refusalOf(thrown);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A time with a zone is an instant; one without must not become one by the zone of this machine. */
function parserOf(oid: number, format?: string): (text: string) => unknown {
  const { TIMESTAMP, DATE, TIMESTAMPTZ } = pg.types.builtins;
  if (oid === TIMESTAMP || oid === DATE) return (text) => text;
  if (oid === TIMESTAMPTZ) return (text) => new Date(text).toISOString();
  return pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
}

function readAll(cursor: Cursor<unknown[]>, most: number): Promise<Rows> {
  return new Promise((resolve, reject) => {
    cursor.read(most, (error, rows, result) => {
      if (error) return reject(error);
      const columns = (result?.fields ?? []).map((field) => field.name);
      return cursor.close().then(() => resolve({ rows, columns }), reject);
    });
  });
}

function refusalOf(thrown: unknown): unknown {
  if (!(thrown instanceof pg.DatabaseError)) return thrown;
  const { code = '' } = thrown;
  if (UNWELL.test(code)) return new Error(thrown.message, { cause: thrown });
  return new ShopbellError('SQL_REFUSED', { reason: TELLABLE.test(code) ? thrown.message : `its error ${code}` }, { cause: thrown });
}
