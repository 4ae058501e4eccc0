import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { telemetryColumns } from './blocks/known-columns.ts';
import { turnRows } from './blocks/rows-by-column.ts';
import { writeBlock } from './blocks/write-block.ts';
import { writeText } from './blocks/write-text.ts';
import { type Driver, openLocalDriver, openServerDriver, type Params } from './driver.ts';
import { guardCondition, guardQuery } from './guard-query.ts';
import { migrateTelemetry, type TableShape } from './migrate-telemetry.ts';
import type { RowsByColumn, StoredTable, Telemetry, TelemetryRow, TelemetryTable, TelemetryValue } from './types.ts';
import { understand } from './understand.ts';

/** `path`: a folder for ClickHouse in this process. `url`: a server, `http://user:password@host:8123/database`. */
export type TelemetryPlace = ({ readonly path: string } | { readonly url: string }) & Partial<TableShape>;

/** Opens the telemetry engine, makes its tables, and is ready. Throws TELEMETRY_DOWN. */
export async function openTelemetry(place: TelemetryPlace): Promise<Telemetry> {
  const driver = await connect(place);
  const shape: TableShape = {
    retentionDays: place.retentionDays === undefined ? 90 : place.retentionDays,
    partition: place.partition ?? 'day',
  };
  try {
    await migrateTelemetry(driver, shape);
    await driver.recover?.();
  } catch (thrown) {
    await driver.close();
    throw down(thrown);
  }
  return overDriver(driver, 'path' in place ? `in this process, folder ${place.path}` : `at ${new URL(place.url).host}`);
}

async function connect(place: TelemetryPlace): Promise<Driver> {
  try {
    return 'path' in place ? await openLocalDriver(place.path) : openServerDriver(place.url);
  } catch (thrown) {
    throw down(thrown);
  }
}

function overDriver(driver: Driver, where: string): Telemetry {
  const running = new Set<Promise<unknown>>();
  let closed: Promise<void> | null = null;
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) throw new ShopbellError('TELEMETRY_DOWN', { reason: 'it is closed' });
    const promise = work();
    running.add(promise);
    try {
      return await promise;
    } catch (thrown) {
      throw thrown instanceof ShopbellError ? thrown : down(thrown);
    } finally {
      running.delete(promise);
    }
  };
  return {
    query: (org, sql, params = {}) => run(() => driver.query(guardQuery(withLongLists(sql, params)), { ...bind(params), org })),
    ask: (org, sql, limits) => run(() => askTyped(driver, org, sql, limits)),
    insert: (org, table, rows, options = {}) => run(() => insertRows(driver, { org, table, rows, ...options })),
    insertBlocks: (org, table, blocks) => run(() => insertBlocks(driver, org, table, blocks)),
    remove: (org, table, where, params) => run(() => removeRows(driver, org, table, where, params)),
    describe: () =>
      run(async () => {
        const [row] = await driver.query<{ version: string }>('select version() as version', {});
        return `ClickHouse ${row?.version ?? 'unknown'} ${where}`;
      }),
    close: () => {
      closed ??= Promise.allSettled([...running]).then(() => driver.close());
      return closed;
    },
  };
}

/** Memory that one typed question may use, bytes. */
const MOST_MEMORY = 500_000_000;

async function askTyped(
  driver: Driver,
  org: OrgId,
  sql: string,
  limits: { readonly rows: number; readonly seconds: number },
): Promise<Readonly<Record<string, unknown>>[]> {
  try {
    const plain = await understand(driver, org, guardQuery(sql));
    const settings = `max_execution_time = ${limits.seconds}, max_memory_usage = ${MOST_MEMORY}, max_threads = 2`;
    return await driver.query(`select * from (\n${plain}\n) limit ${limits.rows} settings ${settings}`, { org });
  } catch (thrown) {
    throw new ShopbellError('QUERY_REFUSED', { reason: messageOf(thrown).slice(0, 400) }, { cause: thrown });
  }
}

/** From this many rows on a file of blocks costs less than text (bench/telemetry.ts). */
const WORTH_A_FILE = 500;

interface Insert {
  readonly org: OrgId;
  readonly table: TelemetryTable;
  readonly rows: readonly TelemetryRow[] | RowsByColumn;
  readonly token?: string;
  readonly together?: boolean;
}

async function insertRows(driver: Driver, { org, table, rows, token, together = false }: Insert): Promise<void> {
  if (rows.length === 0) return;
  const mark = token === undefined ? undefined : `${org}:${token}`;
  const isTogether = together && driver.gather !== undefined;
  if (driver.load !== undefined && (isTogether || rows.length >= WORTH_A_FILE)) {
    const block = writeBlock(org, 'write' in rows ? rows : turnRows(table, rows));
    if (!isTogether) return driver.load(table, block.columns, block.bytes, mark);
    return driver.gather?.({ table, ...block, rows: rows.length, mark: mark && `${table}:${mark}` });
  }
  const columns = ['org_id', ...telemetryColumns[table].map(([name]) => name)];
  await driver.insert(table, columns, writeText(org, table, 'write' in rows ? rows.rows() : rows), mark);
}

async function insertBlocks(driver: Driver, org: OrgId, table: TelemetryTable, pieces: readonly RowsByColumn[]): Promise<void> {
  const full = pieces.filter((rows) => rows.length > 0);
  if (driver.load === undefined || full.length < 2) {
    for (const rows of full) await insertRows(driver, { org, table, rows });
    return;
  }
  const blocks = full.map((rows) => writeBlock(org, rows));
  const columns = [...new Set(blocks.flatMap((block) => block.columns))];
  await driver.load(
    table,
    columns,
    blocks.flatMap(({ bytes }) => bytes),
    undefined,
  );
}

async function removeRows(
  driver: Driver,
  org: OrgId,
  table: StoredTable,
  where: string,
  params: Readonly<Record<string, TelemetryValue>>,
): Promise<void> {
  const condition = guardCondition(where);
  await driver.command(`alter table ${table} delete where org_id = {org:String} and (${condition}) settings mutations_sync = 2`, {
    ...bind(params),
    org,
  });
}

const LONG_LIST = 5_000;

/**
 * Long lists as sub-selects, which the engine makes a set of once. A list of more than about a megabyte it would compare with every row,
 * one by one: a minute where it takes a tenth of a second.
 */
function withLongLists(sql: string, params: Readonly<Record<string, TelemetryValue>>): string {
  let told = sql;
  for (const [name, value] of Object.entries(params)) {
    if (!Array.isArray(value) || value.length < LONG_LIST) continue;
    told = told.replace(new RegExp(`\\bin (\\{${name}:Array\\(\\w+\\)\\})`, 'g'), 'in (select arrayJoin($1))');
  }
  return told;
}

/** Dates as texts with milliseconds: the drivers would cut them to seconds. */
function bind(params: Readonly<Record<string, TelemetryValue>>): Params {
  if ('org' in params) throw new ShopbellError('TELEMETRY_QUERY_UNGUARDED', { table: 'org' });
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : value,
    ]),
  );
}

function down(thrown: unknown): ShopbellError {
  return new ShopbellError('TELEMETRY_DOWN', { reason: messageOf(thrown).slice(0, 600) }, { cause: thrown });
}
