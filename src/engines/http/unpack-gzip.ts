import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

const unpack = promisify(gunzip);

/** Unpacks gzip up to `limit` bytes. Throws TOO_LARGE before more is held, INPUT_INVALID when it is no gzip. */
export async function unpackGzip(bytes: Uint8Array, limit: number): Promise<Buffer> {
  try {
    return await unpack(bytes, { maxOutputLength: limit, chunkSize: roomFor(bytes, limit) });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ShopbellError('TOO_LARGE', { what: 'The unpacked body', limit });
    }
    throw new ShopbellError('INPUT_INVALID', { reason: `the body is not gzip: ${messageOf(thrown)}` });
  }
}

const LEAST = 16_384;

/** One piece for all that comes out, as the gzip itself tells at its end, as long as it can be true: put together from many it costs as much again. */
function roomFor(bytes: Uint8Array, limit: number): number {
  if (bytes.length < 18) return LEAST;
  const told = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  // Nothing becomes more than about a thousand times as long.
  return Math.max(LEAST, Math.min(told + 1, limit, bytes.length * 1032));
}
