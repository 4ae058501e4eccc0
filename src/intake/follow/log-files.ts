import { createHash } from 'node:crypto';
import { createReadStream, type FSWatcher, watch } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';

/** How many first bytes tell one file from another. */
export const HEAD_BYTES = 256;
const CHUNK = 256 * 1024;

/** A file as it stands on the disk now. `size` of a compressed one is unknown until it was read: null. */
export interface FoundFile {
  readonly path: string;
  readonly device: string;
  readonly inode: string;
  readonly size: number | null;
  readonly modified: Date;
  readonly compressed: boolean;
  /** Up to HEAD_BYTES first bytes of the content, decompressed. */
  readonly head: Buffer;
}

export function hashHead(head: Uint8Array): string {
  return createHash('sha256').update(head).digest('hex').slice(0, 24);
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');
}

/** What stands at a path, or null when nothing does. Throws what the system says when it may not be read. */
export async function findFile(path: string): Promise<FoundFile | null> {
  try {
    const facts = await stat(path, { bigint: true });
    if (!facts.isFile()) return null;
    const compressed = path.endsWith('.gz');
    return {
      path,
      device: String(facts.dev),
      inode: String(facts.ino),
      size: compressed ? null : Number(facts.size),
      modified: facts.mtime,
      compressed,
      head: await readHead(path, compressed),
    };
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

/** Rotated files beside a log (`access.log.1`, `access.log-20261122.gz`), oldest first. Ones that cannot be read are left out. */
export async function findRotated(path: string): Promise<FoundFile[]> {
  const name = basename(path);
  const folder = dirname(path);
  const names = await readdir(folder).catch((thrown: unknown) => {
    if (isMissing(thrown)) return [];
    throw thrown;
  });
  const found: FoundFile[] = [];
  for (const other of names) {
    if (!other.startsWith(name) || !/^[.-][0-9][0-9A-Za-z.:_-]*$/.test(other.slice(name.length)) || /\.(bz2|xz|zst|tmp)$/.test(other))
      continue;
    const file = await findFile(join(folder, other)).catch(() => null);
    if (file && file.head.length > 0) found.push(file);
  }
  return found.sort((a, b) => a.modified.getTime() - b.modified.getTime());
}

async function readHead(path: string, compressed: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of compressed ? gunzip(path) : createReadStream(path, { end: HEAD_BYTES - 1 })) {
    parts.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes >= HEAD_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

async function* gunzip(path: string): AsyncIterable<Buffer> {
  const file = createReadStream(path);
  const plain = createGunzip();
  file.on('error', (error) => plain.destroy(error));
  try {
    for await (const chunk of file.pipe(plain)) yield chunk as Buffer;
  } finally {
    file.destroy();
    plain.destroy();
  }
}

/** An open log: keeps its file even when it is renamed or deleted. */
export interface OpenLog {
  readonly compressed: boolean;
  /** Bytes from this offset on, until the end as it is now. */
  read(from: number): AsyncIterable<Buffer>;
  /** Size now; null for a compressed one. */
  size(): Promise<number | null>;
  /** The first bytes now. */
  head(bytes: number): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openLogFile(file: FoundFile): Promise<OpenLog> {
  if (file.compressed) {
    return {
      compressed: true,
      read: (from) => skipBytes(gunzip(file.path), from),
      size: async () => null,
      head: async (bytes) => file.head.subarray(0, bytes),
      close: async () => undefined,
    };
  }
  const handle = await open(file.path, 'r');
  return {
    compressed: false,
    read: (from) => readOn(handle, from),
    size: async () => (await handle.stat()).size,
    head: async (bytes) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

async function* readOn(handle: FileHandle, from: number): AsyncIterable<Buffer> {
  for (let at = from; ; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* skipBytes(stream: AsyncIterable<Buffer>, skip: number): AsyncIterable<Buffer> {
  let left = skip;
  for await (const chunk of stream) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      yield left > 0 ? chunk.subarray(left) : chunk;
      left = 0;
    }
  }
}

/** Waits until something changes in the log's folder, at most `ms`. */
export function makeWaker(path: string): { wait(ms: number, signal: AbortSignal): Promise<void>; close(): void } {
  let wake: (() => void) | null = null;
  let changed = false;
  const name = basename(path);
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(dirname(path), { persistent: false }, (_event, file) => {
      if (file !== null && !String(file).startsWith(name)) return;
      changed = true;
      wake?.();
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    // Watching is only there to be quicker: without it (no inotify left, network file system) the waiting time decides.
    watcher = null;
  }
  return {
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (changed || signal.aborted) {
          changed = false;
          resolve();
          return;
        }
        const finish = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          wake = null;
          changed = false;
          resolve();
        };
        const timer = setTimeout(finish, ms);
        signal.addEventListener('abort', finish, { once: true });
        wake = finish;
      }),
    close: () => watcher?.close(),
  };
}
