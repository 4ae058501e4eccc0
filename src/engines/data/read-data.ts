import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { z } from 'zod';

const root = new URL('../../../data/', import.meta.url);
const read = new Map<string, unknown>();

/** Reads one text under `data/` as it is. */
export function readText(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, root)), 'utf8');
}

/** Names of the YAML files in a folder under `data/`, sorted. */
export function listData(folder: string): readonly string[] {
  return readdirSync(fileURLToPath(new URL(`${folder}/`, root)))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}

/**
 * Reads one file of facts under `data/` (YAML or JSON), once, and checks it against its schema.
 * Throws when the file does not fit: shipped data that is wrong must stop the start, not a case at night.
 */
export function readData<S extends z.ZodType>(path: string, shape: S): z.output<S> {
  const known = read.get(path);
  if (known !== undefined) return known as z.output<S>;
  const parsed = shape.parse(parse(readFileSync(fileURLToPath(new URL(path, root)), 'utf8')));
  read.set(path, parsed);
  return parsed;
}
