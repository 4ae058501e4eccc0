import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { ShopbellError } from '#kernel/errors.ts';
import { type DataCategory, dataCategories } from '#kernel/people.ts';
import { isFit, type LintResult, lintNotice, noticeTables, readNoticeText, renderLetter } from '#steps/tell/index.ts';
import { exitCodes } from './exit-codes.ts';

interface LintOptions {
  readonly json?: boolean;
  readonly host?: readonly string[];
  readonly at?: string;
}

interface RenderOptions {
  readonly json?: boolean;
  readonly name: string;
  readonly code: string;
  readonly categories?: string;
  readonly html?: boolean;
}

/** `shopbell notice lint|render FILE`: check or render a customer notice. Lint exits 1 when a check fails. */
export function noticeCommand(): Command {
  const command = new Command('notice').description('check or render a customer notice');
  command
    .command('lint')
    .argument('<file>', 'a notice in YAML or JSON (schema shopbell-notice/1), or - for standard input')
    .description('run every check; exit 1 when one fails')
    .option('--json', 'print one JSON document')
    .option('--host <host...>', 'hosts that links may lead to (the hosts of its own links unless said)')
    .option('--at <time>', 'check as of this time (ISO 8601)')
    .action((file: string, options: LintOptions) => lint(file, options));
  command
    .command('render')
    .argument('<file>', 'a notice in YAML or JSON (schema shopbell-notice/1), or - for standard input')
    .description('render one letter')
    .option('--json', 'print one JSON document with subject, text and html')
    .option('--html', 'print the HTML part')
    .option('--name <name>', 'the reader’s name', 'Specimen Reader')
    .option('--code <code>', 'the verification code', 'XXXXX-XXXXX')
    .option('--categories <list>', 'the reader’s affected kinds of data, with commas (all of the notice unless said)')
    .action((file: string, options: RenderOptions) => render(file, options));
  return command;
}

function lint(file: string, options: LintOptions): void {
  const notice = readNoticeText(readText(file), file);
  const now = options.at === undefined ? new Date() : new Date(options.at);
  if (Number.isNaN(now.getTime())) throw new ShopbellError('INPUT_INVALID', { reason: `--at ${options.at} is not a time` });
  const ownHosts = options.host ?? Object.values(notice.links).map((link) => new URL(link).hostname);
  const results = lintNotice(notice, { ownHosts, mailCompromised: null, languages: null, letters: true, now }, noticeTables());
  const fit = isFit(results);
  process.stdout.write(
    options.json ? `${JSON.stringify({ schema: 'shopbell-notice-lint/1', fit, results }, null, 2)}\n` : inWords(results, fit),
  );
  process.exitCode = fit ? exitCodes.fine : exitCodes.found;
}

function inWords(results: readonly LintResult[], fit: boolean): string {
  const lines = results.flatMap((result) => {
    const line = `${result.outcome.padEnd(7)} ${result.id.padEnd(4)} ${result.rule}`;
    return result.outcome === 'pass' ? [line] : [line, `             ${result.detail}`, `             → ${result.mend}`];
  });
  const count = (outcome: LintResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const verdict = fit ? 'Nothing fails.' : 'Not fit to be sent.';
  return `${lines.join('\n')}\n\n${verdict} ${count('pass')} pass, ${count('fail')} fail, ${count('unknown')} unknown (a person must look).\n`;
}

function render(file: string, options: RenderOptions): void {
  const notice = readNoticeText(readText(file), file);
  const letter = renderLetter(
    notice,
    { name: options.name, code: options.code, categories: chosen(options.categories, notice.affected) },
    noticeTables(),
  );
  if (options.json) process.stdout.write(`${JSON.stringify({ schema: 'shopbell-letter/1', ...letter }, null, 2)}\n`);
  else process.stdout.write(options.html ? letter.html : `Subject: ${letter.subject}\n\n${letter.text}`);
}

function chosen(list: string | undefined, all: readonly DataCategory[]): readonly DataCategory[] {
  if (list === undefined) return all;
  return list.split(',').map((item) => {
    const category = dataCategories.find((one) => one === item.trim());
    if (category === undefined)
      throw new ShopbellError('INPUT_INVALID', { reason: `--categories: ${item} is not one of ${dataCategories.join(', ')}` });
    return category;
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (cause) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}
