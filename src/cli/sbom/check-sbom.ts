import { readFile, stat } from 'node:fs/promises';
import { openAdvisoryFiles } from '#engines/advisories/open-advisory-files.ts';
import { systemClock } from '#engines/clock/system-clock.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { judgeSbom, MOST_SBOM, readSbom, readSets, sbomToText, wantedPackages } from '#steps/inspect/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { advisoriesFolder } from './advisories-folder.ts';

/** Reads and compares one bill of materials, prints the result, sets the exit code. Throws FILE_UNREADABLE, SBOM_INVALID, ADVISORIES_INVALID. */
export async function checkSbom(file: string, flags: { readonly advisories?: string; readonly json?: true }): Promise<void> {
  const components = readSbom(await bytesOf(file), file);
  const files = openAdvisoryFiles(advisoriesFolder(flags.advisories), null, flags.advisories !== undefined);
  const knowledge = await readSets(files, wantedPackages(components));
  const report = judgeSbom({ file, judgedAt: systemClock.now().toISOString(), components, ...knowledge });
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : sbomToText(report));
  const ended = report.ends.some((end) => end.ended);
  const isWhole = report.unknown.length === 0 && report.components > 0;
  process.exitCode = report.holes.length > 0 || ended ? exitCodes.found : isWhole ? exitCodes.fine : exitCodes.couldNotRun;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MOST_SBOM) throw new ShopbellError('TOO_LARGE', { what: file, limit: MOST_SBOM });
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof ShopbellError) throw cause;
    throw new ShopbellError('FILE_UNREADABLE', { path: file, reason: messageOf(cause) }, { cause });
  }
}
