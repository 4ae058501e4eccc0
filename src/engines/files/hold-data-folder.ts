import { randomBytes } from 'node:crypto';
import { link, mkdir, rename, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ShopbellError } from '#kernel/errors.ts';
import { socketFolder } from './socket-folder.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/**
 * Makes this process the only one on the data folder until `release`, or until it dies in whatever way.
 * The lock is a Unix socket that answers with who holds it: a dead holder's socket refuses, so nothing stale can block.
 * Throws DATA_FOLDER_BUSY.
 */
export async function holdDataFolder(folder: string, since: Date): Promise<{ release(): Promise<void> }> {
  const run = socketFolder(folder);
  await mkdir(run, { recursive: true, mode: 0o755 });
  const lock = join(run, 'lock');
  const own = join(run, `l${randomBytes(4).toString('hex')}`);
  const holder: Holder = { pid: process.pid, host: hostname(), since: since.toISOString() };
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(JSON.stringify(holder));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(own, resolve));
  server.unref();
  try {
    await claim(own, lock, folder);
  } catch (error) {
    server.close();
    await rm(own, { force: true });
    throw error;
  }
  return {
    release: async () => {
      await rm(lock, { force: true });
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(own, { force: true });
    },
  };
}

async function claim(own: string, lock: string, folder: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      await link(own, lock);
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const holder = await askHolder(lock);
    if (holder) throw new ShopbellError('DATA_FOLDER_BUSY', { path: folder, pid: holder.pid, host: holder.host, since: holder.since });
    const stale = `${lock}.${randomBytes(4).toString('hex')}`;
    await rename(lock, stale).catch((error: unknown) => {
      if (!isCode(error, 'ENOENT')) throw error;
    });
    // Between the question and the rename another process may have claimed it: then what was renamed is alive.
    if (await askHolder(stale)) await link(stale, lock).catch(() => undefined);
    await rm(stale, { force: true });
  }
  throw new ShopbellError('DATA_FOLDER_BUSY', { path: folder, pid: 0, host: 'unknown', since: 'unknown' });
}

function askHolder(path: string): Promise<Holder | null> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path);
    socket.setTimeout(2_000, () => socket.destroy(new Error('timeout')));
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('end', () => resolve(parseHolder(text)));
    socket.on('error', (error) => resolve(isCode(error, 'ECONNREFUSED') || isCode(error, 'ENOENT') ? null : parseHolder('')));
  });
}

function parseHolder(text: string): Holder {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { pid: 0, host: 'unknown', since: 'unknown' };
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
