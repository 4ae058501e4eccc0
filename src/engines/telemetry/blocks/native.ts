/** The bytes that ClickHouse's own binary format Native is made of. */

const DICTIONARY_VERSION = 1n;
const HIGH = 2 ** 32;
const encoder = new TextEncoder();

export interface Written {
  readonly name: string;
  readonly bytes: readonly Uint8Array[];
}

/** What stands before the values of a column. */
export function header(name: string, type: string): Uint8Array {
  return writeTexts([name, type]);
}

export function dictionaryVersion(): Uint8Array {
  return bytesOf(BigUint64Array.of(DICTIONARY_VERSION));
}

export function putVarint(out: Uint8Array, at: number, value: number): number {
  let rest = value;
  let next = at;
  while (rest >= 128) {
    out[next++] = (rest & 127) | 128;
    rest = Math.floor(rest / 128);
  }
  out[next++] = rest;
  return next;
}

/** Whole numbers as 64 bits, low half first. */
export function wholes(values: Float64Array): Uint8Array {
  const halves = new Uint32Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const high = Math.floor(value / HIGH);
    halves[2 * i] = value - high * HIGH;
    halves[2 * i + 1] = high;
  }
  return bytesOf(halves);
}

export function bytesOf(values: {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

export function writeTexts(texts: readonly string[]): Uint8Array {
  let room = 0;
  for (const text of texts) room += 5 + text.length * 3;
  const out = new Uint8Array(room);
  const bytes = Buffer.from(out.buffer);
  let at = 0;
  for (const text of texts) {
    // One byte holds the length of most texts; a longer one is moved behind its length.
    const { written } = encoder.encodeInto(text, bytes.subarray(at + 1));
    if (written < 128) out[at++] = written;
    else {
      const behind = putVarint(out, at, written);
      encoder.encodeInto(text, bytes.subarray(behind));
      at = behind;
    }
    at += written;
  }
  return out.subarray(0, at);
}
