import { readAttribute } from '../wire/read-attributes.ts';
import { eachField, endOf, type FieldReader, openFields } from '../wire/wire-fields.ts';
import { type SpanItem, type SpanSender, senderOf, spanKinds, spanStatuses } from './read-otlp-traces.ts';

/**
 * Spans of an OTLP request in protobuf, as `readOtlpTraces` reads them from JSON, field by field: objects for every message of it would cost
 * more than everything else. Throws when the bytes are none.
 */
export function readSpanBytes(bytes: Uint8Array): (SpanItem | string)[] {
  const reader = openFields(bytes);
  const items: (SpanItem | string)[] = [];
  eachField(reader, reader.len, (tag) => {
    if (tag !== 10) return false;
    readResource(reader, endOf(reader, reader.len), items);
    return true;
  });
  return items;
}

/** Who sends stands in front of the spans in what every exporter writes, but need not: it is looked for first. */
export function readSenderBytes(reader: FieldReader, end: number): SpanSender {
  const begin = reader.pos;
  const about: Record<string, unknown> = {};
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false;
    readInto(about, reader, endOf(reader, end), 10);
    return true;
  });
  reader.pos = begin;
  return senderOf(about);
}

function readResource(reader: FieldReader, end: number, items: (SpanItem | string)[]): void {
  const from = readSenderBytes(reader, end);
  eachField(reader, end, (tag) => {
    if (tag !== 18) return false;
    const scope = endOf(reader, end);
    eachField(reader, scope, (inner) => {
      if (inner !== 18) return false;
      items.push(readSpan(reader, endOf(reader, scope), from));
      return true;
    });
    return true;
  });
}

function readInto(attributes: Record<string, unknown>, reader: FieldReader, end: number, wanted: number): void {
  eachField(reader, end, (tag) => {
    if (tag !== wanted) return false;
    put(attributes, reader, end);
    return true;
  });
}

function put(attributes: Record<string, unknown>, reader: FieldReader, end: number): void {
  const { key, value } = readAttribute(reader, end);
  if (key === '__proto__') Object.defineProperty(attributes, key, { value, enumerable: true, configurable: true, writable: true });
  else attributes[key] = value;
}

/** The span that begins here, or the reason why it is none. */
export function readSpan(reader: FieldReader, end: number, from: SpanSender): SpanItem | string {
  const span = { traceId: '', spanId: '', parentId: '', name: '', kind: 0, status: 0, message: '' };
  const time = { low: 0, high: 0, endLow: 0, endHigh: 0 };
  const attributes: Record<string, unknown> = {};
  const told: string[] = [];
  eachField(reader, end, (tag) => {
    if (tag === 10) span.traceId = readHex(reader, end, 16);
    else if (tag === 18) span.spanId = readHex(reader, end, 8);
    else if (tag === 34) span.parentId = readHex(reader, end, 8);
    else if (tag === 42) span.name = reader.string();
    else if (tag === 48) span.kind = reader.int32();
    else if (tag === 57) [time.low, time.high] = [reader.fixed32(), reader.fixed32()];
    else if (tag === 65) [time.endLow, time.endHigh] = [reader.fixed32(), reader.fixed32()];
    else if (tag === 74) put(attributes, reader, end);
    else if (tag === 90) told.push(readEvent(reader, endOf(reader, end)));
    else if (tag === 122) readStatus(reader, endOf(reader, end), span);
    else return false;
    return true;
  });
  if (span.traceId === '' || span.spanId === '') return 'a span without an id';
  const at = msOf(time.low, time.high);
  const ended = msOf(time.endLow, time.endHigh);
  const length = ((time.endHigh - time.high) * 4_294_967_296 + time.endLow - time.low) / 1e6;
  return {
    at,
    durationMs: at === null || ended === null || length < 0 ? null : length,
    ...{ traceId: span.traceId, spanId: span.spanId, parentId: span.parentId, ...from, name: span.name },
    kind: spanKinds[span.kind] ?? spanKinds[0],
    status: spanStatuses[span.status] ?? spanStatuses[0],
    attributes,
    said: [span.message, ...told.slice(0, 20)].filter((part) => part !== '').join('; '),
  };
}

function readStatus(reader: FieldReader, end: number, span: { status: number; message: string }): void {
  eachField(reader, end, (tag) => {
    if (tag === 18) span.message = reader.string();
    else if (tag === 24) span.status = reader.int32();
    else return false;
    return true;
  });
}

function readEvent(reader: FieldReader, end: number): string {
  let name = '';
  const told: Record<string, unknown> = {};
  eachField(reader, end, (tag) => {
    if (tag === 18) name = reader.string();
    else if (tag === 26) put(told, reader, end);
    else return false;
    return true;
  });
  return [name, told['exception.type'], told['exception.message']].filter((part) => typeof part === 'string' && part !== '').join(': ');
}

/** An identifier of so many bytes in hexadecimal; `''` when it is none. */
function readHex(reader: FieldReader, outer: number, length: number): string {
  const end = endOf(reader, outer);
  const { buf, pos } = reader;
  reader.pos = end;
  if (end - pos !== length) return '';
  const hex = Buffer.from(buf.buffer, buf.byteOffset + pos, length).toString('hex');
  return /[1-9a-f]/.test(hex) ? hex : '';
}

/** Nanoseconds in two halves as ms since 1970, `null` when they say nothing. */
export function msOf(low: number, high: number): number | null {
  const ms = (high * 4_294_967_296 + low) / 1e6;
  return ms > 0 && ms < 8.64e15 ? ms : null;
}
