import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

export interface Body {
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
}

/**
 * Reads and decodes a body up to `maxBytes` of decoded bytes, then stops the transfer. A body that cannot be decoded
 * is cut where it broke and marked truncated. Rejects when the connection breaks.
 */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Body> {
  const decoder = decoderFor(message.headers['content-encoding'] ?? '');
  const source: Readable = decoder ? message.pipe(decoder) : message;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let done = false;
    const finish = (truncated: boolean) => {
      if (done) return;
      done = true;
      resolve({ bytes: new Uint8Array(Buffer.concat(chunks)), truncated });
      if (!truncated) return;
      message.destroy();
      // What has arrived already would be unpacked to its end otherwise.
      decoder?.destroy();
    };
    source.on('data', (chunk: Buffer) => {
      if (done) return;
      const room = maxBytes - size;
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      size += Math.min(chunk.length, room);
      if (chunk.length > room) finish(true);
    });
    source.on('end', () => finish(false));
    message.on('error', reject);
    message.on('aborted', () => reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
    if (decoder) decoder.on('error', () => finish(true));
  });
}

export function decoderFor(encoding: string): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      return createInflate();
    case 'zstd':
      return createZstdDecompress();
    default:
      return null;
  }
}
