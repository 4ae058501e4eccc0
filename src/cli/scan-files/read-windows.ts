import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

export const WINDOW = 8 << 20;
/** So that what stands across the edge of two windows is seen whole in one of them. */
const OVERLAP = 256 << 10;

/** A piece of a file that is read at once: all of it, or a window. */
export interface Window {
  readonly bytes: Uint8Array;
  readonly linesBefore: number;
}

/** Reads a file that is no larger than a window. Throws when it is no ordinary file any more, or grew. */
export async function readWhole(full: string): Promise<Buffer> {
  // Neither through a link that was put there meanwhile, nor waiting for a pipe.
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('it is no file any more');
    if (stat.size > WINDOW) throw new Error('it grew while it was read');
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** A large file, or a packed one, window by window. */
export async function* readWindows(full: string, packed: boolean): AsyncGenerator<Window> {
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const source = file.createReadStream({ highWaterMark: 1 << 20 });
  try {
    yield* windows(packed ? unpacked(source) : (source as AsyncIterable<Buffer>));
  } finally {
    source.destroy();
  }
}

function unpacked(source: NodeJS.ReadableStream): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  // A file that breaks off ends the iteration with its error.
  pipeline(source, gunzip, () => undefined);
  return gunzip as AsyncIterable<Buffer>;
}

async function* windows(chunks: AsyncIterable<Buffer>): AsyncGenerator<Window> {
  let room = Buffer.alloc(0);
  let linesBefore = 0;
  for await (const chunk of chunks) {
    room = Buffer.concat([room, chunk]);
    if (room.length < WINDOW) continue;
    yield { bytes: room, linesBefore };
    const kept = room.length - OVERLAP;
    linesBefore += linesIn(room.subarray(0, kept));
    room = Buffer.from(room.subarray(kept));
  }
  if (room.length > 0) yield { bytes: room, linesBefore };
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
