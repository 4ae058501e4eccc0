import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '#engines/clock/system-clock.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import {
  type AdvisorySet,
  type Exploited,
  judgeSbom,
  readAdvisories,
  readExploited,
  readSbom,
  sbomToText,
  wantedPackages,
} from '#steps/inspect/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { advisoriesFolder } from './advisories-folder.ts';
import { EXPLOITED_FILE } from './refresh-advisories.ts';

/** Reads and compares one bill of materials, prints the result, sets the exit code. Throws FILE_UNREADABLE, SBOM_INVALID, ADVISORIES_INVALID. */
export async function checkSbom(file: string, flags: { readonly advisories?: string; readonly json?: true }): Promise<void> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ShopbellError('FILE_UNREADABLE', { path: file, reason: messageOf(cause) }, { cause });
  });
  const components = readSbom(bytes, file);
  const folder = advisoriesFolder(flags.advisories);
  const wanted = wantedPackages(components);
  const sets: AdvisorySet[] = [];
  for (const name of await filesIn(folder, flags.advisories !== undefined)) sets.push(...(await readSet(join(folder, name), wanted)));
  const report = judgeSbom({ file, judgedAt: systemClock.now().toISOString(), components, sets, exploited: await readKnown(folder) });
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : sbomToText(report));
  const ended = report.ends.some((end) => end.ended);
  const isWhole = report.unknown.length === 0 && report.components > 0;
  process.exitCode = report.holes.length > 0 || ended ? exitCodes.found : isWhole ? exitCodes.fine : exitCodes.couldNotRun;
}

/** Without advisories there is nothing to compare with; a folder that was named must be there. */
async function filesIn(folder: string, isNamed: boolean): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /\.(zip|json)$/.test(name) && name !== EXPLOITED_FILE).sort();
  } catch (cause) {
    if (!isNamed) return [];
    throw new ShopbellError('FILE_UNREADABLE', { path: folder, reason: messageOf(cause) }, { cause });
  }
}

async function readSet(path: string, wanted: ReadonlySet<string>): Promise<AdvisorySet[]> {
  const { advisories, ecosystems, read, asOf } = await readAdvisories(createReadStream(path, { highWaterMark: 1 << 20 }), wanted, path);
  return ecosystems.map((ecosystem) => ({ ecosystem, asOf, read, advisories }));
}

async function readKnown(folder: string): Promise<Exploited | null> {
  const path = join(folder, EXPLOITED_FILE);
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : readExploited(text, path);
}
