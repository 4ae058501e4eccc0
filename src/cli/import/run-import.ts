import { ShopbellError } from '#kernel/errors.ts';
import { type ImportSource, importChecks } from '#steps/watch/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { openInput } from '../scan/open-input.ts';
import { importedInWords } from './imported-in-words.ts';

export interface ImportOptions {
  readonly from: ImportSource;
  readonly file: string;
  readonly shop: string;
  readonly prometheus?: string;
  readonly rules?: readonly string[];
  readonly json?: true;
}

const MOST_BYTES = 20_000_000;

/** Prints the file of checks, and on stderr what became of what. Throws FILE_UNREADABLE, INPUT_INVALID. */
export async function runImport({ from, file, shop, prometheus, rules, json }: ImportOptions): Promise<void> {
  if (shop.trim() === '') throw new ShopbellError('INPUT_INVALID', { reason: '--shop: must name a shop' });
  if (prometheus !== undefined && from !== 'blackbox')
    throw new ShopbellError('INPUT_INVALID', { reason: '--prometheus: goes with blackbox only' });
  if (rules !== undefined && prometheus === undefined)
    throw new ShopbellError('INPUT_INVALID', { reason: '--rules: goes with --prometheus only' });
  const text = await readText(file);
  const beside = prometheus === undefined ? null : await readText(prometheus);
  const alerts = await Promise.all((rules ?? []).map(readText));
  const document = importChecks({ from, text, prometheus: beside, rules: alerts, shop: shop.trim() });
  if (typeof document === 'string') throw new ShopbellError('FILE_UNREADABLE', { path: nameOf(file), reason: document });
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : document.yaml);
  if (!json) process.stderr.write(importedInWords(document));
  process.exitCode = document.left.length > 0 ? exitCodes.found : exitCodes.fine;
}

async function readText(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of openInput(file)) {
    size += chunk.length;
    if (size > MOST_BYTES)
      throw new ShopbellError('FILE_UNREADABLE', { path: nameOf(file), reason: `it is larger than ${MOST_BYTES} bytes` });
    // A chunk holds good only until the next one is asked for.
    chunks.push(Buffer.from(chunk));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new ShopbellError('FILE_UNREADABLE', { path: nameOf(file), reason: 'it is not UTF-8' }, { cause });
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}
