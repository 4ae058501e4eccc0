import { unpackGzip } from '#engines/http/unpack-gzip.ts';
import { ShopbellError } from '#kernel/errors.ts';

const MAX_BODY = 4 * 1024 * 1024;
const MAX_UNPACKED = 32 * 1024 * 1024;

/** Reads a request's body, unpacked when it is gzip. Throws TOO_LARGE at `limit` as sent (4 MiB) or 32 MiB unpacked, INPUT_INVALID for bad gzip. */
export async function readLimited(request: Request, limit: number = MAX_BODY): Promise<Buffer> {
  const sent = await readSent(request, limit);
  const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity';
  // Snappy is unpacked by whoever knows that it comes.
  if (encoding === 'identity' || encoding === '' || encoding === 'snappy') return sent;
  if (encoding !== 'gzip') throw new ShopbellError('INPUT_INVALID', { reason: 'content-encoding: only gzip and identity are known' });
  return unpackGzip(sent, MAX_UNPACKED);
}

async function readSent(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    bytes += part.value.length;
    if (bytes > limit) {
      await reader?.cancel();
      throw tooLarge(limit);
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}

function tooLarge(limit: number): ShopbellError {
  return new ShopbellError('TOO_LARGE', { what: 'The body', limit });
}
