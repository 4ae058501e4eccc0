import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, matchesGlob, sep } from 'node:path';
import { messageOf } from '#kernel/errors.ts';

/** A file that can be read, or something of which nothing is known. `path` relative to the folder, with strokes. */
export type Entry =
  | { readonly kind: 'file'; readonly path: string; readonly full: string; readonly size: number; readonly changedMs: number }
  | { readonly kind: 'unknown'; readonly path: string; readonly reason: string };

/**
 * Everything below a folder, in the order of names. Links are never followed: what they lead to within the folder is met on its own way,
 * what lies outside is told as unknown, as are pipes, devices and folders that cannot be opened.
 */
export async function* walkTree(root: string, exclude: readonly string[]): AsyncGenerator<Entry> {
  const real = await realpath(root);
  const seen = new Set<string>();
  const waiting: string[] = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const opened = await openFolder(join(root, folder), seen);
    if (typeof opened === 'string') {
      yield { kind: 'unknown', path: folder === '' ? '.' : folder, reason: opened };
      continue;
    }
    const below: string[] = [];
    for (const entry of opened) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (exclude.some((glob) => matchesGlob(path, glob) || matchesGlob(entry.name, glob))) continue;
      if (entry.isDirectory()) below.push(path);
      else {
        const found = await look(root, real, path, entry);
        if (found !== null) yield found;
      }
    }
    waiting.push(...below.reverse());
  }
}

async function openFolder(full: string, seen: Set<string>): Promise<readonly Dirent[] | string> {
  try {
    const { dev, ino } = await lstat(full, { bigint: true });
    const key = `${dev}:${ino}`;
    if (seen.has(key)) return 'a folder that leads back to itself';
    seen.add(key);
    const entries = await readdir(full, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    return `the folder cannot be opened: ${reasonOf(cause)}`;
  }
}

async function look(root: string, real: string, path: string, entry: Dirent): Promise<Entry | null> {
  if (entry.isSymbolicLink()) return lookAtLink(root, real, path);
  if (path.includes('\ufffd')) return { kind: 'unknown', path, reason: 'its name is not valid UTF-8' };
  if (!entry.isFile()) {
    const what = entry.isFIFO()
      ? 'a pipe'
      : entry.isSocket()
        ? 'a socket'
        : entry.isBlockDevice() || entry.isCharacterDevice()
          ? 'a device'
          : 'neither file nor folder';
    return { kind: 'unknown', path, reason: `it is ${what}` };
  }
  const full = join(root, path);
  try {
    const { size, mtimeMs, ctimeMs } = await lstat(full);
    return { kind: 'file', path, full, size, changedMs: Math.max(mtimeMs, ctimeMs) };
  } catch (cause) {
    return { kind: 'unknown', path, reason: reasonOf(cause) };
  }
}

/** Null for a link to something within the folder, which is read by its own name. */
async function lookAtLink(root: string, real: string, path: string): Promise<Entry | null> {
  try {
    const target = await realpath(join(root, path));
    if (target === real || target.startsWith(real + sep)) return null;
    return { kind: 'unknown', path, reason: 'a link that leads out of the folder' };
  } catch {
    return { kind: 'unknown', path, reason: 'a link that leads nowhere' };
  }
}

export function reasonOf(cause: unknown): string {
  const code = (cause as { code?: unknown }).code;
  return code === 'EACCES' || code === 'EPERM' ? 'this user may not read it' : code === 'ENOENT' ? 'it is gone' : messageOf(cause);
}
