import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

export const MAX_BODY = 4 * 1024 * 1024;
export const MAX_UNPACKED = 32 * 1024 * 1024;

const unpack = promisify(gunzip);

/** Reads a request's body, unpacked when it is gzip. Throws TOO_LARGE at 4 MiB as sent or 32 MiB unpacked, INPUT_INVALID for bad gzip. */
export async function readLimited(request: Request): Promise<Buffer> {
  const sent = await readSent(request);
  const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return sent;
  if (encoding !== 'gzip') throw new ShopbellError('INPUT_INVALID', { reason: 'content-encoding: only gzip and identity are known' });
  try {
    return await unpack(sent, { maxOutputLength: MAX_UNPACKED });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ShopbellError('TOO_LARGE', { what: 'The unpacked body', limit: MAX_UNPACKED });
    }
    throw new ShopbellError('INPUT_INVALID', { reason: `the body is not gzip: ${messageOf(thrown)}` });
  }
}

async function readSent(request: Request): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY) throw tooLarge();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    bytes += part.value.length;
    if (bytes > MAX_BODY) {
      await reader?.cancel();
      throw tooLarge();
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}

function tooLarge(): ShopbellError {
  return new ShopbellError('TOO_LARGE', { what: 'The body', limit: MAX_BODY });
}
