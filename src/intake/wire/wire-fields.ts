import protobuf from 'protobufjs/light.js';

/** protobufjs' reader of single fields: what comes very often is read without an object for each message. */
export type FieldReader = protobuf.Reader;

export function openFields(bytes: Uint8Array): FieldReader {
  return protobuf.Reader.create(bytes);
}

/** Where the message that begins here ends. Throws when that is outside of the one around it. */
export function endOf(reader: FieldReader, outer: number): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > outer) throw new RangeError('a message is longer than what holds it');
  return end;
}

/** Calls for every field of a message with its tag (field number × 8 + wire type); fields that it does not take (`false`) are skipped. */
export function eachField(reader: FieldReader, end: number, take: (tag: number) => boolean): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (!take(tag)) reader.skipType(tag & 7);
    if (reader.pos > end) throw new RangeError('a field is longer than its message');
  }
}

/** A whole number of up to 64 bits, below zero as two's complement, as a plain number: exact up to 2^53. */
export function readWhole(reader: FieldReader): number {
  const { buf } = reader;
  let low = 0;
  let high = 0;
  for (let nth = 0; nth < 10; nth++) {
    const byte = buf[reader.pos];
    if (byte === undefined) throw new RangeError('a number is cut off');
    reader.pos += 1;
    // Seven bits each: four bytes make 28, the next four as many, the last two the rest.
    if (nth < 4) low += (byte & 127) * 2 ** (7 * nth);
    else high += (byte & 127) * 2 ** (7 * (nth - 4));
    // The sign is taken off the upper part: 2^64 - 1 is no number that JavaScript holds.
    if (byte < 128) return (nth === 9 ? high - 2 ** 36 : high) * 2 ** 28 + low;
  }
  throw new RangeError('a number is longer than 64 bits');
}
