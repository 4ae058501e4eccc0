import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

const unpack = promisify(gunzip);

/** Unpacks gzip up to `limit` bytes. Throws TOO_LARGE before more is held, INPUT_INVALID when it is no gzip. */
export async function unpackGzip(bytes: Uint8Array, limit: number): Promise<Buffer> {
  try {
    return await unpack(bytes, { maxOutputLength: limit });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ShopbellError('TOO_LARGE', { what: 'The unpacked body', limit });
    }
    throw new ShopbellError('INPUT_INVALID', { reason: `the body is not gzip: ${messageOf(thrown)}` });
  }
}
