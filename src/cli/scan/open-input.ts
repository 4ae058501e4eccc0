import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

const CHUNK = 1 << 18;

/**
 * Opens a file or, for `-`, the standard input; gzip and UTF-16 are recognised by their first bytes. A chunk holds good until the next one is asked for.
 * Throws FILE_UNREADABLE. With `broken`, a file that breaks off after it gave something ends there, and the reason is told to it.
 */
export async function* openInput(path: string, broken?: (reason: string) => void): AsyncGenerator<Uint8Array> {
  let given = false;
  try {
    for await (const chunk of inUtf8(unpacked(path === '-' ? process.stdin : readFile(path)))) {
      given = true;
      yield chunk;
    }
  } catch (thrown) {
    if (given && broken !== undefined) return broken(messageOf(thrown));
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(thrown) }, { cause: thrown });
  }
}

/** UTF-16, as PowerShell writes files, as UTF-8; anything else as it is. */
async function* inUtf8(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const chunk of source) {
    if (isFirst) decoder = decoderOf(chunk);
    isFirst = false;
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
  const last = decoder?.decode() ?? '';
  if (last !== '') yield Buffer.from(last);
}

/** By its mark, or because every other one of the first bytes is zero; `null`: it is not UTF-16. */
function decoderOf(head: Uint8Array): TextDecoder | null {
  const [first, second] = head;
  const zeros = (from: number): boolean =>
    head.length >= 8 && [0, 2, 4, 6].every((at) => head[at + from] === 0 && head[at + 1 - from] !== 0);
  if ((first === 0xff && second === 0xfe) || zeros(1)) return new TextDecoder('utf-16le');
  return (first === 0xfe && second === 0xff) || zeros(0) ? new TextDecoder('utf-16be') : null;
}

/** Into one piece of memory, again and again: fresh memory for every chunk costs more than reading. */
async function* readFile(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    if ((await file.stat()).isDirectory()) throw new Error('it is a folder');
    const room = Buffer.allocUnsafe(CHUNK);
    for (let length = await fill(file, room); length > 0; length = await fill(file, room)) yield room.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, room: Buffer): Promise<number> {
  return (await file.read(room, 0, room.length, null)).bytesRead;
}

async function* unpacked(source: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* rest(first.value, chunks);
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // A source that breaks ends the iteration with its error.
  pipeline(Readable.from(copies(rest(first.value, chunks))), gunzip, () => undefined);
  yield* gunzip as AsyncIterable<Uint8Array>;
}

/** For those who read ahead. */
async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

async function* rest(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await others.next(); !next.done; next = await others.next()) yield next.value;
}
