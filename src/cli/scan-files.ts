import { Command, InvalidArgumentError, Option } from 'commander';
import { readVersion } from '#app/version.ts';
import { compareSeverity, type Severity, severities } from '#kernel/outcome.ts';
import type { ScanFilesDocument } from '#steps/inspect/index.ts';
import { exitCodes } from './exit-codes.ts';

interface Flags {
  readonly format: 'text' | 'json' | 'sarif';
  readonly json?: true;
  readonly failOn: Severity;
  readonly exclude: readonly string[];
  readonly knownGood?: string;
  readonly since?: Date;
  readonly state?: string;
  readonly quiet?: true;
}

/** `shopbell scan-files DIR`: reads a shop's files for web shells and injected skimmers. Nothing leaves the machine, nothing is run. */
export function scanFilesCommand(): Command {
  return new Command('scan-files')
    .description(
      "Read a shop's web root and database exports for web shells, injected skimmers and planted files: PHP, scripts, templates, settings, pictures, .sql, .sql.gz, .csv, and what lies in .zip and .tar(.gz) archives. Nothing is run or changed.",
    )
    .argument('<folder>', 'the web root, or a folder with exports')
    .addOption(new Option('--format <format>', 'how to print the result').choices(['text', 'json', 'sarif']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(new Option('--fail-on <level>', 'exit with 1 from this severity on').choices([...severities]).default('low'))
    .option('--exclude <glob>', 'leave out what this names, by path or name; may be given several times', collect, [])
    .option('--known-good <folder>', 'a clean copy of the same platform and version: what differs or was added is listed')
    .option('--since <time>', 'only files that changed at this time or later (ISO 8601)', instant)
    .option('--state <file>', 'remember what was judged: the next run judges only what is new or changed')
    .option('--quiet', 'no progress on stderr')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing found, 1 found something, 2 wrong usage, 3 something could not be read and nothing was found.\nCtrl-C stops it and prints what was found so far.\nMore: docs/scan-files.md',
    )
    .action(scanFiles);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function instant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Write a time like 2026-05-01 or 2026-05-01T10:00:00Z.');
  return at;
}

async function scanFiles(folder: string, flags: Flags): Promise<void> {
  const { runScanFiles } = await import('./scan-files/run-scan-files.ts');
  const stop = new AbortController();
  // The first time it stops with what it has, the second time as ever.
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const result = await runScanFiles({
    root: folder,
    exclude: flags.exclude,
    knownGood: flags.knownGood ?? null,
    since: flags.since ?? null,
    state: flags.state ?? null,
    stop: stop.signal,
    progress: flags.quiet ? () => undefined : showProgress(),
  });
  process.stdout.write(await render(result, flags.json ? 'json' : flags.format));
  const grave = result.findings.some((finding) => compareSeverity(finding.severity, flags.failOn) >= 0);
  process.exitCode = grave ? exitCodes.found : result.unknown.length > 0 || !result.complete ? exitCodes.couldNotRun : exitCodes.fine;
}

async function render(result: ScanFilesDocument, format: Flags['format']): Promise<string> {
  if (format === 'json') return `${JSON.stringify(result)}\n`;
  if (format === 'sarif') return (await import('./scan-files/to-sarif.ts')).toSarif(result, readVersion());
  return (await import('./scan-files/to-text.ts')).toText(result);
}

/** A line that is written over at a terminal; elsewhere, a line every half minute. */
function showProgress(): (files: number, bytes: number, found: number) => void {
  let shown = performance.now();
  return (files, bytes, found) => {
    const wait = process.stderr.isTTY ? 500 : 30_000;
    if (performance.now() - shown < wait) return;
    shown = performance.now();
    const line = `${files.toLocaleString('en')} files, ${Math.round(bytes / 1e6)} MB, ${found} found`;
    process.stderr.write(process.stderr.isTTY ? `\r${line} ` : `${line}\n`);
  };
}
