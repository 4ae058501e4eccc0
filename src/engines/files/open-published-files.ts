import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ShopbellError } from '#kernel/errors.ts';
import type { PublishedFiles } from './types.ts';

/** Letters, digits, dots and hyphens between slashes, none beginning with a dot: no path leaves the folder. */
const PATH = /^[a-z0-9][A-Za-z0-9._-]*(\/[a-z0-9][A-Za-z0-9._-]*)*$/;

/** Opens the folder of published files; it is made when the first one is written. */
export function openPublishedFiles(folder: string): PublishedFiles {
  const place = (path: string): string => {
    if (!PATH.test(path)) throw new ShopbellError('NOT_FOUND', { what: 'file' });
    return join(folder, path);
  };
  return {
    folder,
    async write(path, content) {
      const target = place(path);
      await mkdir(dirname(target), { recursive: true });
      const draft = join(dirname(target), `.${randomUUID()}.part`);
      try {
        await writeFile(draft, content);
        await rename(draft, target);
      } catch (thrown) {
        await rm(draft, { force: true });
        throw thrown;
      }
    },
    read: (path) => readFile(place(path)).catch(nullIfAbsent),
    async folders() {
      const found = await readdir(folder, { withFileTypes: true }).catch(nullIfAbsent);
      return (found ?? [])
        .filter((one) => one.isDirectory())
        .map((one) => one.name)
        .sort();
    },
    remove: (name) => rm(place(name), { recursive: true, force: true }),
  };
}

function nullIfAbsent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')) return null;
  throw thrown;
}
