import { eachField, endOf, type FieldReader, readWhole } from './wire-fields.ts';

/** An attribute of OpenTelemetry in the clear: only between receiving and storing. */
export interface Attribute {
  readonly key: string;
  readonly value: unknown;
}

/** Reads the attribute (KeyValue) that begins here. Throws when the bytes are none. */
export function readAttribute(reader: FieldReader, outer: number): Attribute {
  return readKeyValue(reader, endOf(reader, outer), 0);
}

/** The bytes up to `end`, each a character: a key to remember by. */
export function latin1({ buf, pos }: FieldReader, end: number): string {
  return Buffer.from(buf.buffer, buf.byteOffset + pos, end - pos).toString('latin1');
}

function readKeyValue(reader: FieldReader, end: number, depth: number): Attribute {
  let key = '';
  let value: unknown = null;
  eachField(reader, end, (tag) => {
    if (tag === 10) key = reader.string();
    else if (tag === 18) value = readAny(reader, endOf(reader, end), depth);
    else return false;
    return true;
  });
  return { key, value };
}

/** A value as plain data, no deeper than eight levels; the last field of it counts. */
function readAny(reader: FieldReader, end: number, depth: number): unknown {
  if (depth > 8) {
    reader.pos = end;
    return '[deep]';
  }
  let value: unknown = null;
  eachField(reader, end, (tag) => {
    if (tag === 10) value = reader.string();
    else if (tag === 16) value = reader.bool();
    else if (tag === 24) value = wholeOf(reader);
    else if (tag === 33) value = reader.double();
    else if (tag === 42) value = readList(reader, endOf(reader, end), depth);
    else if (tag === 50) value = readMap(reader, endOf(reader, end), depth);
    else if (tag === 58) {
      reader.pos = endOf(reader, end);
      value = '[bytes]';
    } else return false;
    return true;
  });
  return value;
}

/** A number that JavaScript cannot hold exactly stays a text. */
function wholeOf(reader: FieldReader): number | string {
  const { pos } = reader;
  const value = readWhole(reader);
  if (Number.isSafeInteger(value)) return value;
  reader.pos = pos;
  return String(reader.int64());
}

function readList(reader: FieldReader, end: number, depth: number): unknown[] {
  const list: unknown[] = [];
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false;
    list.push(readAny(reader, endOf(reader, end), depth + 1));
    return true;
  });
  return list;
}

function readMap(reader: FieldReader, end: number, depth: number): Record<string, unknown> {
  const pairs: [string, unknown][] = [];
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false;
    const { key, value } = readKeyValue(reader, endOf(reader, end), depth + 1);
    pairs.push([key, value]);
    return true;
  });
  return Object.fromEntries(pairs);
}
