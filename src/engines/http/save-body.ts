import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Body, decoderFor } from './read-body.ts';

/**
 * Writes a decoded body to a file, up to `maxBytes`; what is larger is cut there and marked truncated. Rejects when the connection breaks or
 * the disk is full.
 */
export async function saveBody(message: IncomingMessage, maxBytes: number, path: string): Promise<Body> {
  const decoder = decoderFor(message.headers['content-encoding'] ?? '');
  const source: Readable = decoder ? message.pipe(decoder) : message;
  message.on('error', (error) => decoder?.destroy(error));
  let size = 0;
  let truncated = false;
  await pipeline(
    source,
    async function* limited(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        const room = maxBytes - size;
        size += Math.min(chunk.length, room);
        yield chunk.subarray(0, room);
        truncated = chunk.length > room;
        if (truncated) return;
      }
    },
    createWriteStream(path),
  );
  if (truncated) message.destroy();
  return { bytes: new Uint8Array(0), truncated };
}
