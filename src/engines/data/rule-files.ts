import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../data/rules/', import.meta.url));

/** The bundled rule files of data/rules, sorted by name. */
export function ruleFiles(): { readonly name: string; readonly text: string }[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }));
}
