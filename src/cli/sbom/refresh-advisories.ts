import { openAdvisoryFiles } from '#engines/advisories/open-advisory-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { fetchEcosystem, fetchExploited, fetchLibraries } from '#steps/inspect/index.ts';
import { advisoriesFolder } from './advisories-folder.ts';

const ECOSYSTEMS = ['npm', 'Packagist', 'PyPI'];

interface Flags {
  readonly into?: string;
  readonly ecosystem?: readonly string[];
  readonly from: string;
  readonly exploitedFrom: string;
  readonly librariesFrom: string;
  readonly allowPrivate?: true;
}

/** Fetches whole files of advisories; what is there already stays until the new file is read through. Throws ADVISORIES_INVALID and TARGET_*. */
export async function refreshAdvisories(flags: Flags): Promise<void> {
  const files = openAdvisoryFiles(advisoriesFolder(flags.into), null);
  const sources = {
    osv: flags.from.replace(/\/+$/, ''),
    exploited: flags.exploitedFrom,
    libraries: flags.librariesFrom,
    allowPrivate: flags.allowPrivate ?? false,
  };
  const errand = { http: openHttpClient(), files, sources };
  for (const ecosystem of flags.ecosystem ?? ECOSYSTEMS) {
    const { read, asOf } = await fetchEcosystem(errand, ecosystem);
    process.stderr.write(`shopbell: ${ecosystem}: ${read} advisories, newest change ${asOf ?? 'unknown'}\n`);
  }
  const libraries = await fetchLibraries(errand);
  process.stderr.write(`shopbell: front-end libraries: ${libraries.read}\n`);
  const { read, asOf } = await fetchExploited(errand);
  process.stderr.write(`shopbell: known attacks: ${read} holes, of ${asOf}\n`);
}
