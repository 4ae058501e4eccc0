import { Command, InvalidArgumentError } from 'commander';
import { exitCodes } from './exit-codes.ts';

interface Options {
  readonly json?: true;
  readonly datamap: string;
  readonly rules?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly timeZone: string;
  readonly quiet?: true;
}

/** `shopbell scan FILE…|-`: reads logs, finds leaks and attacks, lists whose data was touched. Nothing leaves the machine. */
export function scanCommand(): Command {
  return new Command('scan')
    .description(
      'Read access logs (combined, JSON, W3C, load balancers, proxies; also .gz, - for standard input), find leaks and attacks, list whose records were touched.',
    )
    .argument('<files...>', 'log files, or - for standard input')
    .option('--json', 'print one JSON document')
    .option('--datamap <name|file>', 'which routes show whose data: a name in data/datamaps, or a YAML file', 'generic')
    .option('--rules <folder|file>', 'Sigma rules beside the bundled ones; what is not valid is told and left out')
    .option('--since <time>', 'only requests from this time on (ISO 8601)', instant)
    .option('--until <time>', 'only requests before this time (ISO 8601)', instant)
    .option('--time-zone <zone>', 'of times that name none, as HAProxy and MariaDB write them (such as Europe/Warsaw)', timeZone, 'UTC')
    .option('--quiet', 'no progress on stderr')
    .action(scan);
}

function instant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Write a time like 2026-05-01 or 2026-05-01T10:00:00Z.');
  return at;
}

async function scan(files: readonly string[], options: Options): Promise<void> {
  const { runScan } = await import('./scan/run-scan.ts');
  const { toDocument, toText } = await import('./scan/report.ts');
  const result = await runScan({
    files,
    dataMap: options.datamap,
    rules: options.rules ?? null,
    since: options.since ?? null,
    until: options.until ?? null,
    zone: options.timeZone,
    progress: options.quiet ? () => undefined : showProgress(),
  });
  process.stdout.write(options.json ? `${JSON.stringify(toDocument(result))}\n` : toText(result));
  const blind = result.stored.parsed === 0 || result.stored.broken.length > 0;
  process.exitCode = result.signals.length > 0 ? exitCodes.found : blind ? exitCodes.couldNotRun : exitCodes.fine;
}

function timeZone(text: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    throw new InvalidArgumentError('Write a zone like Europe/Warsaw.');
  }
}

function showProgress(): (lines: number) => void {
  let shown = 0;
  return (lines) => {
    if (performance.now() - shown < 500) return;
    shown = performance.now();
    process.stderr.write(process.stderr.isTTY ? `\r${lines.toLocaleString('en')} lines ` : '');
  };
}
