import { createReadStream, statSync } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
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
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const feed = new PassThrough();
  source.on('error', (problem) => gunzip.destroy(problem));
  feed.pipe(gunzip);
  feed.write(first.value);
  source.pipe(feed);
  yield* gunzip as AsyncIterable<Uint8Array>;
}
