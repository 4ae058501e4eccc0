import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { socketFolder } from '../files/socket-folder.ts';
import type { Log } from '../log/types.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { chooseServerUser, type ServerUser } from './server-user.ts';
import { stopOrphan } from './stop-orphan.ts';
import { type Launched, superviseServer } from './supervise-server.ts';

export interface PostgresServer {
  /** Connection string of the ordinary role, which row-level security binds. Secret. */
  readonly url: string;
  /** Connection string of the server's superuser, for tests that copy databases. Secret. */
  readonly superUrl: string;
  stop(): Promise<void>;
}

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0777',
  max_connections: '80',
  shared_buffers: '24MB',
  max_wal_senders: '0',
  wal_level: 'minimal',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
};
const READY_WITHIN_MS = 120_000;

/**
 * Starts PostgreSQL as a child process on a Unix socket (no port can be busy), making the cluster first if there is none.
 * A server that a killed parent left behind is stopped first; one that dies is started again. Throws STATE_DOWN with the server's own last words.
 */
export async function startPostgres(folder: string, log: Log): Promise<PostgresServer> {
  const binaries = await findPostgresBinaries();
  const cluster = join(folder, 'postgres');
  const run = socketFolder(folder);
  mkdirSync(folder, { recursive: true });
  mkdirSync(run, { recursive: true, mode: 0o755 });
  const user = chooseServerUser([binaries.postgres, join(cluster, 'PG_VERSION'), join(run, 'x')]);
  const sockets = join(run, 'pg');
  mkdirSync(sockets, { recursive: true, mode: 0o700 });
  giveTo(sockets, user);
  await stopOrphan(cluster);
  const password = readPassword(join(folder, 'keys', 'postgres.password'), cluster);
  if (!existsSync(cluster)) await makeCluster(binaries.initdb, folder, cluster, password, user);
  const superUrl = `postgresql://bootstrap:${password}@/postgres?host=${encodeURIComponent(sockets)}`;
  const child = await superviseServer(
    () => launch(binaries.postgres, cluster, sockets, user),
    (launched) => untilReady(superUrl, launched),
    log,
  );
  try {
    await makeDatabase(superUrl, password);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    url: superUrl.replace('//bootstrap:', '//shopbell:').replace('@/postgres?', '@/shopbell?'),
    superUrl,
    stop: () => child.stop(),
  };
}

function readPassword(path: string, cluster: string): string {
  if (!existsSync(path)) {
    if (existsSync(cluster)) throw new ShopbellError('KEY_MISSING', { path });
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(path, 'utf8').trim();
}

function giveTo(path: string, user: ServerUser): void {
  if (user.ids) chownSync(path, user.ids.uid, user.ids.gid);
}

/** Makes the cluster under another name and renames it when it is whole: an interrupted start leaves nothing half made. */
async function makeCluster(initdb: string, folder: string, cluster: string, password: string, user: ServerUser): Promise<void> {
  const draft = `${cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(draft, user);
  const passwordFile = join(folder, 'postgres.pw');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(passwordFile, user);
  const args = [
    '--pgdata',
    draft,
    '--username=bootstrap',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
  ];
  const child = start(initdb, args, user);
  const words = collectLastWords(child);
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new ShopbellError('STATE_DOWN', { reason: `initdb ended with ${code}: ${words()}` });
  renameSync(draft, cluster);
}

function launch(postgres: string, cluster: string, sockets: string, user: ServerUser): Launched {
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: sockets }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = start(postgres, ['-D', cluster, ...settings], user);
  return { process: child, words: collectLastWords(child) };
}

/** Detached: Ctrl-C in the terminal must reach us first, so that we can drain before the database goes. */
function start(program: string, args: readonly string[], user: ServerUser): ChildProcess {
  const [command = program, ...rest] = [...user.wrapper, program, ...args];
  const ids = user.ids && user.wrapper.length === 0 ? user.ids : {};
  chmodIfNeeded(program);
  return spawn(command, rest, {
    ...ids,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC' },
  });
}

function chmodIfNeeded(program: string): void {
  try {
    chmodSync(program, 0o755);
  } catch {
    // A read-only installation: then it is executable already or the start says so.
    return;
  }
}

function collectLastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-600);
  });
  return () => words.trim().split('\n').slice(-3).join(' / ');
}

async function untilReady(url: string, child: Launched): Promise<void> {
  let last = '';
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; await wait(25)) {
    if (child.process.exitCode !== null || child.process.signalCode !== null) {
      throw new ShopbellError('STATE_DOWN', { reason: `the server ended: ${child.words()}` });
    }
    const client = new pg.Client({ connectionString: url });
    // A server that is stopped in this moment cuts the connection between two calls: nothing else would hear of it but the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      last = messageOf(error);
    }
  }
  throw new ShopbellError('STATE_DOWN', { reason: `not ready in time: ${last}` });
}

async function makeDatabase(superUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const roles = await client.query("select 1 from pg_roles where rolname = 'shopbell'");
    if (roles.rowCount === 0) await client.query(`create role shopbell login nosuperuser nocreaterole password '${password}'`);
    const databases = await client.query("select 1 from pg_database where datname = 'shopbell'");
    if (databases.rowCount === 0) await client.query('create database shopbell owner shopbell');
  } finally {
    await client.end();
  }
}
