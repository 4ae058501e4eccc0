import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { OrderSystem } from '../order-words.ts';
import { chooseReader, lineOf } from './choose-reader.ts';
import type { LineOptions } from './read-lines.ts';
import type { ToldStep } from './told-step.ts';

export interface OrderFileOptions extends LineOptions {
  /** How the file is called in errors. */
  readonly name: string;
}

/** Lines of a file that were read together. */
export interface OrderLines {
  /** Which kind of file it is: a dialect's name, `steps` or `orders`. */
  readonly kind: string;
  readonly toldBy: OrderSystem;
  readonly lines: number;
  readonly steps: readonly ToldStep[];
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

const BATCH = 5_000;
const LONGEST = 1_000_000;

/**
 * Reads a file of orders (CSV with a heading; commas, semicolons, tabs or bars) as it comes, some thousand lines at a time. A line that cannot
 * be read is told with its number and left out. Throws ORDER_FILE_INVALID for what is no such file.
 */
export async function* readOrderFile(chunks: AsyncIterable<Uint8Array>, options: OrderFileOptions): AsyncGenerator<OrderLines> {
  const texts = decoded(chunks)[Symbol.asyncIterator]();
  let begin = '';
  while (!begin.includes('\n') && begin.length < LONGEST) {
    const next = await texts.next();
    if (next.done) break;
    begin += next.value;
  }
  if (begin.trim() === '') throw new ShopbellError('ORDER_FILE_INVALID', { file: options.name, reason: 'it is empty' });
  const { delimiter, names } = headingOf(begin, options.name);
  const { kind, toldBy, read } = chooseReader(names, options);
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST,
    from: 2,
  });
  // Whichever of the two breaks ends the other.
  pipeline(Readable.from(rest(begin, texts)), parser, () => undefined);
  let batch = { kind, toldBy, lines: 0, steps: [] as ToldStep[], rejected: [] as { line: number; reason: string }[] };
  try {
    for await (const one of parser as AsyncIterable<{ readonly record: readonly string[]; readonly info: { readonly lines: number } }>) {
      const told = one.record.length > names.length ? 'it has more fields than the heading' : read(lineOf(names, one.record));
      batch.lines += 1;
      if (typeof told === 'string') batch.rejected.push({ line: one.info.lines, reason: told });
      else batch.steps.push(...told);
      if (batch.lines < BATCH) continue;
      yield batch;
      batch = { kind, toldBy, lines: 0, steps: [], rejected: [] };
    }
  } catch (thrown) {
    if (thrown instanceof ShopbellError) throw thrown;
    throw new ShopbellError('ORDER_FILE_INVALID', { file: options.name, reason: messageOf(thrown) }, { cause: thrown });
  }
  yield batch;
}

/** UTF-8, or UTF-16 where the first bytes say so. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(
      chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : chunk[0] === 0xfe && chunk[1] === 0xff ? 'utf-16be' : 'utf-8',
    );
    yield decoder.decode(chunk, { stream: true });
  }
}

/** What was read already, and what comes. */
async function* rest(begin: string, texts: AsyncIterator<string>): AsyncGenerator<string> {
  yield begin;
  for (let next = await texts.next(); !next.done; next = await texts.next()) yield next.value;
}

function headingOf(begin: string, name: string): { readonly delimiter: string; readonly names: readonly string[] } {
  const first = (begin.split(/\r?\n/, 1)[0] ?? '').replace(/^\uFEFF/, '');
  const delimiter = [',', ';', '\t', '|'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  const names = first.split(delimiter).map((word) =>
    word
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  );
  if (first.includes('\0')) throw new ShopbellError('ORDER_FILE_INVALID', { file: name, reason: 'it is no text' });
  return { delimiter, names };
}
