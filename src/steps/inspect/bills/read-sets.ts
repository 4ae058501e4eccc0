import type { AdvisoryFiles } from '#engines/advisories/types.ts';
import { type Exploited, readExploited } from '../components/exploited.ts';
import type { AdvisorySet } from '../components/judge-sbom.ts';
import { readAdvisories } from '../components/read-advisories.ts';
import { shippedAdvisories } from '../components/shipped-advisories.ts';
import { shippedExploited } from '../components/shipped-exploited.ts';

export const EXPLOITED_FILE = 'exploited.json';
export const LIBRARIES_FILE = 'retire.json';
const MOST_CATALOGUE = 50_000_000;

/** All that is known here for comparing bills of materials. */
export interface Knowledge {
  readonly sets: readonly AdvisorySet[];
  readonly exploited: Exploited;
  /** ISO instant at which the catalogue was fetched; null: the short list that comes with Shopbell. */
  readonly exploitedAt: string | null;
}

/** The file in which a registry's advisories lie. */
export function fileOf(ecosystem: string): string {
  return `osv-${ecosystem}.zip`;
}

/**
 * Reads what the wanted packages (`npm/jquery`) need: whole files where they were fetched, else the short lists that come with Shopbell.
 * Throws ADVISORIES_INVALID and FILE_UNREADABLE.
 */
export async function readSets(files: AdvisoryFiles, wanted: ReadonlySet<string>): Promise<Knowledge> {
  const here = await files.list();
  const sets: AdvisorySet[] = [];
  for (const { name, fetchedAt } of here.filter((file) => file.name !== EXPLOITED_FILE && file.name !== LIBRARIES_FILE)) {
    const { ecosystems, advisories, read, asOf } = await readAdvisories(files.read(name), wanted, name);
    sets.push(...ecosystems.map((ecosystem) => ({ ecosystem, asOf, read, advisories, fetchedAt: fetchedAt.toISOString() })));
  }
  if (!sets.some(({ ecosystem }) => ecosystem === 'npm')) sets.push(shippedAdvisories());
  const catalogue = here.find(({ name }) => name === EXPLOITED_FILE);
  if (catalogue === undefined) return { sets, exploited: shippedExploited(), exploitedAt: null };
  const text = await textOf(files.read(EXPLOITED_FILE));
  return { sets, exploited: readExploited(text, EXPLOITED_FILE), exploitedAt: catalogue.fetchedAt.toISOString() };
}

/** All of it, up to 50 MB. */
export async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > MOST_CATALOGUE) break;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
