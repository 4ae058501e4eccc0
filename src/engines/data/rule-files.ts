import { readdirSync, readFileSync } from 'node:fs';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

const folder = fileURLToPath(new URL('../../../data/rules/', import.meta.url));
const RULE_FILE = /\.ya?ml$/i;
const MOST_FILES = 20_000;

/** The bundled rule files of data/rules, sorted by name. */
export function ruleFiles(): readonly NamedText[] {
  return readdirSync(folder)
    .filter((name) => RULE_FILE.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }));
}

/**
 * The YAML files of a folder and those below it (links are not followed), sorted by name, or one file alone.
 * Throws FILE_UNREADABLE when it is missing, cannot be read, or holds no YAML file.
 */
export async function readRuleFolder(path: string): Promise<readonly NamedText[]> {
  try {
    if ((await stat(path)).isFile()) return [{ name: basename(path), text: await readFile(path, 'utf8') }];
    const names = (await readdir(path, { recursive: true })).filter((name) => RULE_FILE.test(name)).sort();
    if (names.length === 0) throw new Error('there is no .yml or .yaml file in it');
    if (names.length > MOST_FILES) throw new Error(`there are more than ${MOST_FILES} rule files in it`);
    const texts: NamedText[] = [];
    for (const name of names) {
      const full = join(path, name);
      if ((await lstat(full)).isFile()) texts.push({ name: relative(path, full), text: await readFile(full, 'utf8') });
    }
    return texts;
  } catch (thrown) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(thrown) }, { cause: thrown });
  }
}
