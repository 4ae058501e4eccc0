import type { AdvisoryFiles } from '#engines/advisories/types.ts';
import { convertRetire } from '../components/convert-retire.ts';
import { useLibraries } from '../components/library-facts.ts';
import { LIBRARIES_FILE, textOf } from './read-sets.ts';

let loaded = 0;

/** Uses the known holes of front-end libraries that were fetched last, where some were; the same file is read once. Throws ADVISORIES_INVALID. */
export async function loadLibraries(files: AdvisoryFiles): Promise<void> {
  const file = (await files.list()).find(({ name }) => name === LIBRARIES_FILE);
  if (file === undefined || file.fetchedAt.getTime() === loaded) return;
  const asOf = file.fetchedAt.toISOString().slice(0, 10);
  useLibraries(convertRetire(await textOf(files.read(LIBRARIES_FILE)), { asOf, taken: `fetched on ${asOf}`, path: LIBRARIES_FILE }));
  loaded = file.fetchedAt.getTime();
}
