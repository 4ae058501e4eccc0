import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

/** Reads a YAML (or JSON) file that a person named. Throws FILE_UNREADABLE when it is missing or is no YAML. */
export async function readYamlFile(path: string): Promise<unknown> {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (thrown) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(thrown) }, { cause: thrown });
  }
}
