import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

const MOST_FILES = 500;
const MOST_BYTES = 2_000_000;

/** Reads a file, or every `*.yaml` and `*.yml` of a folder and below it, with the journeys (`*.spec.ts`) that stand there, in the order of their names. Throws FILE_UNREADABLE. */
export async function readFolder(path: string): Promise<{ readonly path: string; readonly text: string }[]> {
  try {
    if ((await lstat(path)).isFile()) return [await readOne(path, path)];
    const names = await readdir(path, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile() && /\.(?:ya?ml|(?:spec|test)\.[mc]?[jt]s)$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter(
        (file) =>
          !relative(path, file)
            .split('/')
            .some((part) => part.startsWith('.') || part === 'node_modules'),
      )
      .sort();
    if (!files.some((file) => /\.ya?ml$/i.test(file))) throw new Error('there is no *.yaml or *.yml in it');
    if (files.length > MOST_FILES) throw new Error(`there are more than ${MOST_FILES} files in it`);
    return await Promise.all(files.map((file) => readOne(file, relative(path, file))));
  } catch (thrown) {
    if (thrown instanceof ShopbellError) throw thrown;
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(thrown) }, { cause: thrown });
  }
}

async function readOne(file: string, shown: string) {
  const bytes = await readFile(file);
  if (bytes.length > MOST_BYTES)
    throw new ShopbellError('FILE_UNREADABLE', { path: file, reason: `it is larger than ${MOST_BYTES} bytes` });
  try {
    return { path: shown, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new ShopbellError('FILE_UNREADABLE', { path: file, reason: 'it is not UTF-8' }, { cause });
  }
}
