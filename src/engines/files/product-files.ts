import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);

/** Files that ship with the program, by their path relative to its root. Read at start, not per request. */
export interface ProductFiles {
  read(path: string): Buffer;
  /** Paths below a folder whose names end like this, sorted. */
  list(folder: string, ending: string): readonly string[];
}

export const productFiles: ProductFiles = {
  read: (path) => readFileSync(fileURLToPath(new URL(path, root))),
  list: (folder, ending) =>
    readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith(ending))
      .sort(),
};
