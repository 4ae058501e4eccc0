import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Connection, Request } from 'tedious';
import { ShopbellError } from '#kernel/errors.ts';
import { faultOfTsql } from './check-tsql.ts';
import type { Place, Rows } from './place.ts';

type Tedious = typeof import('tedious');
type Value = string | number | Date;

/** Errors whose words name what was asked, never what is stored: sign-in, database, table, column, syntax, permission, grouping, snapshot not allowed. */
const TELLABLE: ReadonlySet<number> = new Set([
  102, 105, 156, 170, 195, 207, 208, 209, 229, 230, 262, 319, 916, 3952, 4060, 4104, 4121, 8120, 18_452, 18_456,
]);
/** It is not well: deadlock, lock not given in time, out of memory, shutting down, busy (also as Azure says it). */
const UNWELL: ReadonlySet<number> = new Set([701, 1204, 1205, 1222, 6005, 8645, 17_187, 10_928, 10_929, 40_197, 40_501, 40_613]);
const LOCAL = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/;

/**
 * Asks Microsoft SQL Server. It has no transaction that cannot write: the statement is looked at word by word, the server is told that only reading is
 * meant, and everything is rolled back. Where the database allows it the reading is of a snapshot, so that nobody waits for it.
 */
export async function readMssql(place: Place, query: string, values: readonly Value[]): Promise<Rows> {
  const fault = faultOfTsql(query);
  if (fault !== null) throw new ShopbellError('SQL_REFUSED', { reason: fault });
  // What speaks this protocol is large: only who asks such a database loads it.
  const tedious = await import('tedious');
  const connection = new tedious.Connection(settingsOf(place));
  // What breaks between two questions is told by the next one.
  connection.on('error', () => undefined);
  try {
    await asked((done) => connection.connect(done));
    const limits = `set lock_timeout ${place.timeoutMs}; set rowcount ${place.maxRows + 1}; set dateformat ymd;`;
    const state = 'select snapshot_isolation_state from sys.databases where database_id = db_id()';
    const { rows } = await ask(tedious, connection, { text: `${limits} ${state}`, values: [], most: 1, isBatch: true });
    const { SNAPSHOT, READ_COMMITTED } = tedious.ISOLATION_LEVEL;
    const level = Number(rows[0]?.[0]) === 1 ? SNAPSHOT : READ_COMMITTED;
    await asked((done) => connection.beginTransaction(done, '', level));
    const answer = await ask(tedious, connection, { text: query, values, most: place.maxRows + 1, isBatch: false });
    // Where it fails the connection's end does the same.
    await asked((done) => connection.rollbackTransaction(done)).catch(() => undefined);
    return answer;
  } catch (thrown) {
    throw refusalOf(thrown);
  } finally {
    connection.close();
  }
}

function settingsOf(place: Place): ConstructorParameters<Tedious['Connection']>[0] {
  const name = place.host.replace(/^\[|\]$/g, '');
  return {
    server: place.address,
    authentication: { type: 'default', options: { userName: place.user, password: place.password } },
    options: {
      port: place.port,
      ...(place.database === '' ? {} : { database: place.database }),
      encrypt: place.tls !== 'off',
      trustServerCertificate: place.tls === 'on',
      ...(isIP(name) ? {} : { serverName: name }),
      connector: connectOnce(place),
      connectTimeout: place.timeoutMs,
      requestTimeout: place.timeoutMs,
      cancelTimeout: 1_000,
      maxRetriesOnTransientErrors: 0,
      readOnlyIntent: true,
      abortTransactionOnError: true,
      appName: 'shopbell',
      useUTC: true,
    },
  };
}

/** To the address that was checked, and nowhere else: a server may send its callers on. */
function connectOnce({ address, port }: Place): () => Promise<Socket> {
  let isFirst = true;
  return () =>
    new Promise((resolve, reject) => {
      if (!isFirst)
        return reject(new ShopbellError('SQL_REFUSED', { reason: 'it sends readers on to another server; give the address of that one' }));
      isFirst = false;
      const socket = connectTcp({ host: address, port }, () => resolve(socket));
      socket.once('error', reject);
      return undefined;
    });
}

function asked(step: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => step((error) => (error ? reject(error) : resolve())));
}

interface Question {
  readonly text: string;
  /** Of `@p1`, `@p2`. A local time such as 2026-05-01 03:00:00 goes as one, so that no setting of language can turn day and month. */
  readonly values: readonly Value[];
  readonly most: number;
  readonly isBatch: boolean;
}

/** The rows of the first answer. */
function ask({ Request, TYPES }: Tedious, connection: Connection, { text, values, most, isBatch }: Question): Promise<Rows> {
  return new Promise((resolve, reject) => {
    const rows: unknown[][] = [];
    let columns: string[] = [];
    let answers = 0;
    const request: Request = new Request(text, (error) => (error && rows.length < most ? reject(error) : resolve({ rows, columns })));
    request.on('columnMetadata', (told) => {
      answers += 1;
      if (answers === 1 && Array.isArray(told)) columns = told.map((column) => column.colName);
    });
    request.on('row', (row: { readonly value: unknown; readonly metadata: { readonly type: { readonly name: string } } }[]) => {
      if (answers === 1 && rows.length < most) rows.push(row.map(({ value, metadata }) => plainOf(value, metadata.type.name)));
      else connection.cancel();
    });
    values.forEach((value, nth) => {
      const local = typeof value === 'string' ? LOCAL.exec(value) : null;
      const time = local === null ? value : new Date(`${local[1]}T${local[2]}Z`);
      const type = time instanceof Date ? TYPES.DateTime2 : typeof time === 'number' ? TYPES.Float : TYPES.NVarChar;
      request.addParameter(`p${nth + 1}`, type, time);
    });
    if (isBatch) connection.execSqlBatch(request);
    else connection.execSql(request);
  });
}

/** A time with an offset is an instant; one without must not become one. */
function plainOf(value: unknown, type: string): unknown {
  if (!(value instanceof Date)) return value;
  const text = value.toISOString();
  if (type === 'DateTimeOffset') return text;
  if (type === 'Date') return text.slice(0, 10);
  return type === 'Time' ? text.slice(11, -1) : text.slice(0, -1);
}

function refusalOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof ShopbellError) return thrown;
  if (thrown.cause instanceof ShopbellError) return thrown.cause;
  const code: unknown = Reflect.get(thrown, 'code');
  const number: unknown = Reflect.get(thrown, 'number');
  if (code === 'ESOCKET' && thrown.cause instanceof Error) return thrown.cause;
  if (code === 'ELOGIN') return new ShopbellError('SQL_REFUSED', { reason: thrown.message }, { cause: thrown });
  if (code === 'ETIMEOUT' || typeof number !== 'number') return new Error(thrown.message, { cause: thrown });
  if (UNWELL.has(number)) return new Error(thrown.message, { cause: thrown });
  return new ShopbellError('SQL_REFUSED', { reason: TELLABLE.has(number) ? thrown.message : `its error ${number}` }, { cause: thrown });
}
