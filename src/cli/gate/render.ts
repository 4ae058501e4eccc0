import { mkdir, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

export const formats = ['text', 'json', 'sarif', 'junit', 'html', 'markdown'] as const;
export type Format = (typeof formats)[number];
export type Render = (format: Format) => string;

const endings: Readonly<Record<string, Format>> = {
  txt: 'text',
  json: 'json',
  sarif: 'sarif',
  xml: 'junit',
  html: 'html',
  htm: 'html',
  md: 'markdown',
};

/** One file that is to be written. */
export interface Output {
  readonly format: Format;
  readonly path: string;
}

/** `sarif=report.sarif`, or a file whose ending tells the format. Throws INPUT_INVALID. */
export function readOutputs(words: readonly string[] = []): readonly Output[] {
  return words.map((word) => {
    const at = word.indexOf('=');
    const named = formats.find((format) => at > 0 && format === word.slice(0, at));
    if (named !== undefined && word.length > at + 1) return { format: named, path: word.slice(at + 1) };
    const format = endings[/\.([a-z]+)$/i.exec(word)?.[1]?.toLowerCase() ?? ''];
    if (named === undefined && format !== undefined) return { format, path: word };
    throw new ShopbellError('INPUT_INVALID', { reason: `--output ${word}: say it as format=file; formats are ${formats.join(', ')}` });
  });
}

/** Throws INPUT_INVALID for a file that cannot be written. */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const place = await realpath(path).catch(() => path);
    const there = await stat(place).catch(() => null);
    // A pipe or a device takes it as it comes. A file is made beside it first: a full disk or a kill leaves what was there.
    if (there !== null && !there.isFile()) return await writeFile(place, text);
    const fresh = `${place}.${process.pid}.new`;
    await writeFile(fresh, text);
    await rename(fresh, place);
  } catch (cause) {
    throw new ShopbellError('INPUT_INVALID', { reason: `${path} cannot be written: ${messageOf(cause)}` }, { cause });
  }
}

/** Throws INPUT_INVALID for a file that cannot be written. */
export async function writeFiles(render: Render, outputs: readonly Output[]): Promise<void> {
  for (const output of outputs) await writeText(output.path, render(output.format));
}
