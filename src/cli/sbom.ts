import { Command } from 'commander';
import { publicSources } from '#engines/advisories/open-advisory-files.ts';

interface CheckFlags {
  readonly advisories?: string;
  readonly json?: true;
}
interface RefreshFlags {
  readonly into?: string;
  readonly ecosystem?: readonly string[];
  readonly from: string;
  readonly exploitedFrom: string;
  readonly librariesFrom: string;
  readonly allowPrivate?: true;
}

/** `shopbell sbom check|refresh`: a bill of materials against advisories, known attacks and ends of life. */
export function sbomCommand(): Command {
  const command = new Command('sbom').description('a bill of materials (CycloneDX, SPDX) against advisories, known attacks, ends of life');
  command
    .command('check')
    .argument('<file>', 'CycloneDX 1.4 to 1.7 (JSON, XML) or SPDX 2.3 (JSON, tags and values)')
    .description('compare a bill of materials with the advisories that are here; nothing is sent anywhere')
    .option('--advisories <folder>', 'where they lie (default: advisories/ in the data folder)')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing found, 1 found something, 2 wrong usage, 3 something could not be compared and nothing was found.\nMore: docs/components.md',
    )
    .action(async (file: string, flags: CheckFlags) => (await import('./sbom/check-sbom.ts')).checkSbom(file, flags));
  command
    .command('refresh')
    .description('fetch advisories whole, a file per registry, so that nobody learns what the shop runs')
    .option('--into <folder>', 'where they are kept (default: advisories/ in the data folder)')
    .option('--ecosystem <names...>', 'registries, in the words of OSV (default: npm Packagist PyPI)')
    .option('--from <url>', 'a copy of osv.dev’s files', publicSources.osv)
    .option('--exploited-from <url>', 'a copy of the catalogue of known exploited holes', publicSources.exploited)
    .option('--libraries-from <url>', 'a copy of the repository of retire.js', publicSources.libraries)
    .option('--allow-private', 'the copy may be on a private or loopback address')
    .action(async (flags: RefreshFlags) => (await import('./sbom/refresh-advisories.ts')).refreshAdvisories(flags));
  return command;
}
