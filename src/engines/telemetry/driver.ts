import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { Session } from 'chdb';
import { createChdbConnection } from 'chdb/connection';
import { fillParameters } from './fill-parameters.ts';
import { type GatheredBlock, openGatherer } from './gather-inserts.ts';
import { writeBlocks } from './write-blocks.ts';

export type Params = Readonly<Record<string, unknown>>;

/** What both kinds of ClickHouse must do. Everything above this line is the same for a laptop and a cluster. */
export interface Driver {
  query<Row>(sql: string, params: Params): Promise<Row[]>;
  command(sql: string, params?: Params): Promise<void>;
  /** `body` is tab-separated text. Acknowledged means durable; the same token stores nothing a second time. */
  insert(table: string, columns: readonly string[], body: string, token: string | undefined): Promise<void>;
  /** The same for a block of ClickHouse's own binary format; only the engine in this process has it. */
  load?(table: string, columns: readonly string[], block: readonly Uint8Array[], token: string | undefined): Promise<void>;
  /** The same for blocks that may go in together with those of others. */
  gather?(block: GatheredBlock): Promise<void>;
  /** Finishes what a killed process had begun. The tables are there. */
  recover?(): Promise<void>;
  close(): Promise<void>;
}

const READ_SETTINGS = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_64bit_floats: 0,
  date_time_output_format: 'iso',
  session_timezone: 'UTC',
  join_use_nulls: 1,
  // ClickHouse would put an alias in the place of the column of the same name, even in WHERE.
  prefer_column_name_to_alias: 1,
  // A search for thousands of texts at once is a long query.
  max_query_size: '33554432',
} as const;
const WRITE_SETTINGS = {
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  async_insert: 0,
  max_partitions_per_insert_block: 0,
  input_format_parallel_parsing: 0,
  max_insert_block_size: '1048576',
} as const;
/** Small caches: one shop's hot data fits, and an idle Shopbell stays small. Read by the engine at connect. */
const SMALL = [
  '--mark_cache_size=33554432',
  '--uncompressed_cache_size=0',
  '--index_mark_cache_size=8388608',
  '--mmap_cache_size=100',
  '--compiled_expression_cache_size=8388608',
  '--background_pool_size=2',
  '--background_schedule_pool_size=4',
  '--background_common_pool_size=2',
  '--background_fetches_pool_size=1',
  '--background_move_pool_size=1',
  '--background_buffer_flush_schedule_pool_size=1',
  '--background_message_broker_schedule_pool_size=1',
  '--background_distributed_schedule_pool_size=1',
];

/** ClickHouse inside this process. One folder a process, and one process a folder: a second one is refused by the engine. */
export async function openLocalDriver(path: string): Promise<Driver> {
  const session = new Session(path, { connectionArgs: SMALL });
  const lines: Line[] = [];
  for (let nth = 0; nth <= READERS; nth++) lines.push(await openLine(path));
  const [writer, ...readers] = lines as [Line, ...Line[]];
  const query = <Row>(sql: string, params: Params) => leastBusy(readers).query<Row>(sql, params);
  const command = (text: string) => writer.command(text, {});
  const loadFile = fileLoader(command, (sql) => writer.query(sql, {}));
  const load = await loaderInto(join(path, 'incoming'), loadFile);
  const together = await openGatherer({ folder: join(path, 'together'), command, query: (sql) => writer.query(sql, {}), loadFile });
  return {
    load,
    gather: together.insert,
    recover: together.recover,
    query,
    command: (sql, params = {}) => writer.command(sql, params),
    insert: (table, columns, body, token) => writer.insert(table, columns, body, token),
    close: async () => {
      for (const line of lines) await line.close();
      session.close();
    },
  };
}

/** How many questions the engine answers side by side: a long one must not hold up a short one, and what is stored waits for neither. */
const READERS = 2;

/** One connection to the engine in this process, which does one thing after the other. */
interface Line extends Pick<Driver, 'query' | 'insert' | 'close'> {
  command(sql: string, params: Params): Promise<void>;
  /** What it does or has still to do. */
  readonly waiting: () => number;
}

async function openLine(path: string): Promise<Line> {
  const connection = createChdbConnection({ path });
  const client = createClient({ connection: asClientConnection(connection) });
  const set = Object.entries(READ_SETTINGS).map(([name, value]) => `${name} = ${typeof value === 'string' ? `'${value}'` : value}`);
  await client.command({ query: `set ${set.join(', ')}` });
  let waiting = 0;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    waiting += 1;
    try {
      return await work();
    } finally {
      waiting -= 1;
    }
  };
  return {
    waiting: () => waiting,
    query: <Row>(sql: string, params: Params) =>
      counted(async () => {
        const answer = await client.query({ query: fillParameters(sql, params), format: 'JSONEachRow' });
        return answer.json<Row>();
      }),
    command: (sql, params) =>
      counted(async () => {
        await client.command({ query: fillParameters(sql, params) });
      }),
    insert: (table, columns, body, token) =>
      counted(async () => {
        await connection.chdb.rawInsert({ table, columns, format: 'TSV', values: Buffer.from(body), settings: writeSettings(token) });
      }),
    close: () => client.close(),
  };
}

function leastBusy([first, ...others]: readonly Line[]): Line {
  if (first === undefined) throw new Error('there is no connection to the engine');
  return others.reduce((best, one) => (one.waiting() < best.waiting() ? one : best), first);
}

type LoadFile = (table: string, columns: readonly string[], path: string, token: string | undefined) => Promise<void>;

/** The engine in this process takes texts only through its door for inserts, but reads a file of its own format by itself. */
function fileLoader(command: (sql: string) => Promise<unknown>, query: <Row>(sql: string) => Promise<Row[]>): LoadFile {
  const shapes = new Map<string, ReadonlyMap<string, string>>();
  const shapeOf = async (table: string): Promise<ReadonlyMap<string, string>> => {
    const rows = await query<{ name: string; type: string }>(
      `select name, type from system.columns where database = currentDatabase() and table = ${quote(table)}`,
    );
    return new Map(rows.map(({ name, type }) => [name, type]));
  };
  return async (table, columns, path, token) => {
    const types = shapes.get(table) ?? (await shapeOf(table));
    shapes.set(table, types);
    // Blocks of one file may hold different columns: what one lacks takes the default.
    const told = columns.map((name) => `${name} ${types.get(name) ?? 'String'}`).join(', ');
    const names = columns.join(', ');
    // One thread: the same block makes the same parts, so that a repeated one is recognised.
    const settings = Object.entries({ ...writeSettings(token), max_threads: 1, max_insert_threads: 1 });
    await command(
      `insert into ${table} (${names}) select ${names} from file(${quote(path)}, Native, ${quote(told)}) settings ${settings.map(([name, value]) => `${name} = ${quote(String(value))}`).join(', ')}`,
    );
  };
}

async function loaderInto(folder: string, loadFile: LoadFile): Promise<NonNullable<Driver['load']>> {
  // What a killed process left here was not acknowledged.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let count = 0;
  return async (table, columns, block, token) => {
    const path = join(folder, `${count++}.native`);
    try {
      await writeBlocks(path, block);
      await loadFile(table, columns, path, token);
    } finally {
      await rm(path, { force: true });
    }
  };
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** A ClickHouse server or cluster. The URL carries user, password and database. */
export function openServerDriver(url: string): Driver {
  const client = createClient({ url, clickhouse_settings: { ...READ_SETTINGS, wait_end_of_query: 1 }, request_timeout: 60_000 });
  return {
    query: async <Row>(sql: string, params: Params) => {
      const answer = await client.query({ query: sql, format: 'JSONEachRow', query_params: { ...params } });
      return answer.json<Row>();
    },
    command: async (sql, params = {}) => {
      await client.command({ query: sql, query_params: { ...params } });
    },
    insert: async (table, columns, body, token) => {
      await client.exec({
        query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT TabSeparated\n${body}`,
        clickhouse_settings: writeSettings(token),
      });
    },
    close: () => client.close(),
  };
}

function writeSettings(token: string | undefined): Record<string, string | number> {
  return token === undefined ? { ...WRITE_SETTINGS, insert_deduplicate: 0 } : { ...WRITE_SETTINGS, insert_deduplication_token: token };
}

type ClientConnection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>;

/** The two packages carry their own copies of one interface, equal in shape; the tests run every method over it. */
function asClientConnection(connection: ReturnType<typeof createChdbConnection>): ClientConnection {
  return connection as unknown as ClientConnection;
}
