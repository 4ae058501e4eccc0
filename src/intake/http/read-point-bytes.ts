import { makeSeries, type PointRows, type Series } from '../prometheus/point-rows.ts';
import { latin1, readAttribute } from '../wire/read-attributes.ts';
import { eachField, endOf, type FieldReader, openFields } from '../wire/wire-fields.ts';

/** Which fields of a point hold what, as tags of the protocol. */
interface Fields {
  readonly attributes: number;
  readonly double: number;
  readonly whole: number;
  readonly count: number;
  readonly sum: number;
}

const NONE = -1;
const number: Fields = { attributes: 58, double: 33, whole: 49, count: NONE, sum: NONE };
const counted: Fields = { attributes: 74, double: NONE, whole: NONE, count: 33, sum: 41 };
const KINDS: ReadonlyMap<number, readonly [string, Fields]> = new Map([
  [42, ['gauge', number]],
  [58, ['sum', number]],
  [74, ['histogram', counted]],
  [82, ['histogram', { ...counted, attributes: 10 }]],
  [90, ['summary', { ...counted, attributes: 58 }]],
]);

/**
 * Points of an OTLP request in protobuf, as `readOtlpMetrics` reads them from JSON, straight into columns: what the points of a series share
 * is read and redacted once. Throws when the bytes are none.
 */
export function readPointBytes(bytes: Uint8Array, points: PointRows): void {
  const reader = openFields(bytes);
  eachField(reader, reader.len, (tag) => {
    if (tag !== 10) return false;
    readResource(reader, endOf(reader, reader.len), points);
    return true;
  });
}

function readResource(reader: FieldReader, end: number, points: PointRows): void {
  const begin = reader.pos;
  const from = { service: '', host: '' };
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false;
    readSender(reader, endOf(reader, end), from);
    return true;
  });
  reader.pos = begin;
  eachField(reader, end, (tag) => {
    if (tag !== 18) return false;
    const scope = endOf(reader, end);
    eachField(reader, scope, (inner) => {
      if (inner !== 18) return false;
      readMetric(reader, endOf(reader, scope), from, points);
      return true;
    });
    return true;
  });
}

function readSender(reader: FieldReader, end: number, from: { service: string; host: string }): void {
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false;
    const { key, value } = readAttribute(reader, end);
    if (key === 'service.name') from.service = typeof value === 'string' ? value : '';
    if (key === 'host.name') from.host = typeof value === 'string' ? value : '';
    return true;
  });
}

interface Of {
  readonly service: string;
  readonly host: string;
  readonly name: string;
  readonly unit: string;
}

function readMetric(reader: FieldReader, end: number, from: { readonly service: string; readonly host: string }, points: PointRows): void {
  const begin = reader.pos;
  let [name, unit] = ['', ''];
  eachField(reader, end, (tag) => {
    if (tag === 10) name = reader.string();
    else if (tag === 26) unit = reader.string();
    else return false;
    return true;
  });
  if (name === '') {
    points.refuse('not a metric');
    return;
  }
  reader.pos = begin;
  const of = { ...from, name, unit };
  eachField(reader, end, (tag) => {
    const known = KINDS.get(tag);
    if (known === undefined) return false;
    readData(reader, endOf(reader, end), of, known, points);
    return true;
  });
}

/** How its points are counted stands behind them. */
function readData(reader: FieldReader, end: number, of: Of, [kind, fields]: readonly [string, Fields], points: PointRows): void {
  const begin = reader.pos;
  let [temporality, isMonotonic] = [0, false];
  eachField(reader, end, (tag) => {
    if (tag === 16) temporality = reader.int32();
    else if (tag === 24 && kind === 'sum') isMonotonic = reader.bool();
    else return false;
    return true;
  });
  reader.pos = begin;
  const named = kind === 'sum' && isMonotonic ? 'counter' : kind;
  const whole = kind === 'gauge' || kind === 'summary' ? kind : `${named}-${temporality === 1 ? 'delta' : 'cumulative'}`;
  const shared = `${of.service}\0${of.host}\0${of.name}\0${of.unit}\0`;
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false;
    readPoint(reader, endOf(reader, end), { of, shared, kind: whole, fields }, points);
    return true;
  });
}

interface Shared {
  readonly of: Of;
  readonly shared: string;
  readonly kind: string;
  readonly fields: Fields;
}

function readPoint(reader: FieldReader, end: number, { of, shared, kind, fields }: Shared, points: PointRows): void {
  const begin = reader.pos;
  let key = shared;
  let at = 0;
  let value: number | null = null;
  let count: number | null = null;
  eachField(reader, end, (tag) => {
    if (tag === fields.attributes) {
      const last = endOf(reader, end);
      key += latin1(reader, last);
      reader.pos = last;
    } else if (tag === 25) at = readFixed(reader) / 1e6;
    else if (tag === fields.double || tag === fields.sum) value = reader.double();
    else if (tag === fields.whole) value = readSignedFixed(reader);
    else if (tag === fields.count) count = readFixed(reader);
    else return false;
    return true;
  });
  const told = value ?? (count === null ? Number.NaN : 0);
  if (!Number.isFinite(told)) {
    points.refuse('a point without a number');
    return;
  }
  const series = seriesOf(key, () => attributesOf(reader, begin, end, fields.attributes), of);
  points.put(series, kind, told, count !== null && Number.isSafeInteger(count) ? count : 0, at > 0 && at < 8.64e15 ? at : null);
}

const known = new Map<string, Series>();
const MOST = 50_000;

function seriesOf(key: string, attributes: () => Record<string, unknown>, of: Of): Series {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST) known.clear();
  const made = makeSeries({ ...of, attributes: attributes() });
  if (made.isBare) known.set(key, made);
  return made;
}

function attributesOf(reader: FieldReader, begin: number, end: number, wanted: number): Record<string, unknown> {
  const after = reader.pos;
  const pairs: [string, unknown][] = [];
  reader.pos = begin;
  eachField(reader, end, (tag) => {
    if (tag !== wanted) return false;
    const { key, value } = readAttribute(reader, end);
    pairs.push([key, value]);
    return true;
  });
  reader.pos = after;
  return Object.fromEntries(pairs);
}

function readFixed(reader: FieldReader): number {
  const low = reader.fixed32();
  return reader.fixed32() * 4_294_967_296 + low;
}

function readSignedFixed(reader: FieldReader): number {
  const low = reader.fixed32();
  return reader.sfixed32() * 4_294_967_296 + low;
}
