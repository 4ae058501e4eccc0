import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { brandOfUrl, generateNames, judgeLines, makeJudge, nameWords, wordsOfReason } from '#steps/unmask/index.ts';
import { exitCodes } from './exit-codes.ts';

interface UnmaskOptions {
  readonly names?: string;
  readonly brand?: readonly string[];
  readonly own?: readonly string[];
  readonly safe?: readonly string[];
  readonly generate?: boolean;
  readonly json?: boolean;
}

/** `shopbell unmask DOMAIN --names FILE|-`: judges names against a brand; `--generate` lists permutations. Exit 1 when it found some. */
export function unmaskCommand(): Command {
  return new Command('unmask')
    .argument('<domain>', 'the shop’s own domain, for example shop.example')
    .description('judge host names against a brand')
    .option('--names <file>', 'names, one a line (also URLs, hosts files, filter lists), or - for standard input')
    .option('--brand <words...>', 'what the shop is called, when its domain does not say it')
    .option('--own <names...>', 'further names that belong to the shop')
    .option('--safe <words...>', 'words that contain the brand and are not about it')
    .option('--generate', 'list names that somebody could register')
    .option('--json', 'print one JSON document')
    .action(async (domain: string, options: UnmaskOptions) => {
      if (options.generate) return generate(domain, options);
      if (options.names === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'give --names FILE (or -), or --generate' });
      await judge(domain, options.names, options);
    });
}

async function judge(domain: string, path: string, options: UnmaskOptions): Promise<void> {
  const brand = brandOf(domain, options);
  const { counts, suspicious } = judgeLines(await readLines(path), makeJudge(brand, nameWords()));
  const found = suspicious
    .toSorted((a, b) => b.score - a.score)
    .map(({ name, score, severity, reasons }) => ({ name, score, severity, reasons: reasons.map(wordsOfReason) }));
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ schema: 'shopbell.unmask/1', domain, brand: brand.words, own: brand.own, ...counts, found }, null, 2)}\n`,
    );
  } else {
    for (const one of found)
      process.stdout.write(
        `${String(one.score).padStart(3)}  ${one.severity.padEnd(7)} ${one.name}\n${one.reasons.map((reason) => `              ${reason}\n`).join('')}`,
      );
    process.stdout.write(
      `${counts.names} names judged, ${counts.suspicious} suspicious, ${counts.ours} ours, ${counts.unreadable} lines without a host name.\nMost phishing has no trace of the brand in its name, so this finds only a part of it.\n`,
    );
  }
  process.exitCode = found.length > 0 ? exitCodes.found : exitCodes.fine;
}

function generate(domain: string, options: UnmaskOptions): void {
  const [own = domain] = brandOf(domain, options).own;
  const dot = own.indexOf('.');
  const names = [...generateNames(own.slice(0, dot), own.slice(dot + 1), nameWords())];
  if (options.json) process.stdout.write(`${JSON.stringify({ schema: 'shopbell.unmask-names/1', domain, names }, null, 2)}\n`);
  else for (const { kind, name } of names) process.stdout.write(`${name}\t${kind}\n`);
}

function brandOf(domain: string, options: UnmaskOptions) {
  const known = brandOfUrl(domain);
  const words = options.brand?.map((word) => word.toLowerCase().replace(/[^a-z0-9]/g, '')).filter((word) => word.length > 2) ?? known.words;
  if (known.own.length === 0 || words.length === 0) {
    throw new ShopbellError('INPUT_INVALID', { reason: `${domain} is not a domain with a brand word of three letters or more` });
  }
  return { words, own: [...known.own, ...(options.own ?? [])].map((name) => name.toLowerCase()), safe: options.safe ?? [] };
}

async function readLines(path: string): Promise<string[]> {
  const lines: string[] = [];
  try {
    const input = path === '-' ? process.stdin : createReadStream(path);
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) lines.push(line);
  } catch (error) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(error) }, { cause: error });
  }
  return lines;
}
