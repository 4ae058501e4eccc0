import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

/** Opens a file or, for `-`, the standard input; gzip is recognised by its first bytes. Throws FILE_UNREADABLE. */
export async function* openInput(path: string): AsyncGenerator<Uint8Array> {
  const source = path === '-' ? process.stdin : openFile(path);
  try {
    yield* unpacked(source);
  } catch (thrown) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(thrown) }, { cause: thrown });
  }
}

function openFile(path: string): Readable {
  try {
    if (statSync(path).isDirectory()) throw new Error('it is a folder');
  } catch (thrown) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(thrown) }, { cause: thrown });
  }
  return createReadStream(path, { highWaterMark: 1 << 18 });
}

async function* unpacked(source: Readable): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return;
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* rest(first.value, chunks);
    return;
  }
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  // A broken stream ends the iteration with its error.
  source.once('error', (problem) => gunzip.destroy(problem));
  Readable.from(rest(first.value, chunks)).pipe(gunzip);
  yield* gunzip as AsyncIterable<Uint8Array>;
}

async function* rest(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await others.next(); !next.done; next = await others.next()) yield next.value;
}
