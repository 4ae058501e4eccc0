import { fileURLToPath } from 'node:url';
import { readYamlFile } from '#engines/data/read-yaml-file.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { compileDataMap, type DataMap } from './compile-data-map.ts';
import { type DataMapFile, dataMapShape } from './data-map-shape.ts';

const FOLDER = fileURLToPath(new URL('../../../data/datamaps/', import.meta.url));

/**
 * Loads and compiles a data map: a name of `data/datamaps`, or the path of a YAML file of the same shape.
 * Throws FILE_UNREADABLE, and INPUT_INVALID when the file is not a data map.
 */
export async function loadDataMap(nameOrPath: string): Promise<DataMap> {
  return compileDataMap(await loadChain(nameOrPath, 0));
}

async function loadChain(nameOrPath: string, depth: number): Promise<DataMapFile[]> {
  const file = await readDataMap(nameOrPath);
  if (file.extends === undefined) return [file];
  if (depth > 4) throw new ShopbellError('INPUT_INVALID', { reason: `${nameOrPath}: extends goes in a circle` });
  return [file, ...(await loadChain(file.extends, depth + 1))];
}

/** Reads one data map file without what it extends. */
export async function readDataMap(nameOrPath: string): Promise<DataMapFile> {
  const path = /^[a-z][a-z0-9-]*$/.test(nameOrPath) ? `${FOLDER}${nameOrPath}.yaml` : nameOrPath;
  const parsed = dataMapShape.safeParse(await readYamlFile(path));
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new ShopbellError('INPUT_INVALID', { reason: `${path}: ${reason}` });
}
