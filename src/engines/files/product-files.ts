import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ProductFiles } from './types.ts';

const root = new URL('../../../', import.meta.url);

/** The files of this copy of the program. */
export const productFiles: ProductFiles = {
  read: (path) => readFileSync(fileURLToPath(new URL(path, root))),
  list: (folder, ending) =>
    readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith(ending))
      .sort(),
};
