import { remember } from '../wire/remember.ts';
import { eachField, endOf, type FieldReader, openFields, readWhole } from '../wire/wire-fields.ts';
import type { PointRows, Series } from './point-rows.ts';
import { seriesOfLabels } from './series-of-labels.ts';

/** How much of a request was understood, for the answer. */
export interface WrittenCounts {
  samples: number;
  histograms: number;
  exemplars: number;
}

type Pairs = (readonly [string, string])[];

/** Of the same labels the same bytes come with every sample: they are read and redacted once. */
const seriesOfBytes = remember(readLabels, { keep: ({ series }) => series?.isBare === true });

function readLabels(bytes: string): Known {
  const reader = openFields(Buffer.from(bytes, 'latin1'));
  const pairs: Pairs = [];
  eachField(reader, reader.len, (tag) => {
    if (tag !== 10) return false;
    pairs.push(readLabel(reader, endOf(reader, reader.len)));
    return true;
  });
  return known(pairs, '');
}

interface Known {
  readonly series: Series | null;
  readonly kind: string;
}

/** Without metadata a name tells what it counts, by the convention. */
function known(pairs: Pairs, unit: string, type = 0): Known {
  const labels = Object.fromEntries(pairs.filter(([label]) => label !== '__name__'));
  const name = pairs.find(([label]) => label === '__name__')?.[1] ?? '';
  const isCounting = type === 1 || (type !== 2 && /_(?:total|bucket|sum|count)$/.test(name));
  return { series: name === '' ? null : seriesOfLabels(name, labels, unit), kind: isCounting ? 'counter-cumulative' : 'gauge' };
}

function readLabel(reader: FieldReader, end: number): readonly [string, string] {
  let [name, value] = ['', ''];
  eachField(reader, end, (tag) => {
    if (tag === 10) name = reader.string();
    else if (tag === 18) value = reader.string();
    else return false;
    return true;
  });
  return [name, value];
}

/** Reads a WriteRequest of Prometheus' remote write 1.0 into rows. Throws when the bytes are none. */
export function readWriteRequest(bytes: Uint8Array, points: PointRows): WrittenCounts {
  const reader = openFields(bytes);
  const counts = { samples: 0, histograms: 0, exemplars: 0 };
  eachField(reader, reader.len, (tag) => {
    if (tag !== 10) return false;
    readSeries(reader, endOf(reader, reader.len), points, counts);
    return true;
  });
  return counts;
}

function readSeries(reader: FieldReader, end: number, points: PointRows, counts: WrittenCounts): void {
  const from = reader.pos;
  // Labels stand in front of everything else: all writers put fields in their order.
  while (reader.pos < end && reader.buf[reader.pos] === 10) {
    reader.pos += 1;
    reader.pos = endOf(reader, end);
  }
  const { series, kind } = seriesOfBytes(
    Buffer.from(reader.buf.buffer, reader.buf.byteOffset + from, reader.pos - from).toString('latin1'),
  );
  eachField(reader, end, (tag) => {
    if (tag === 18) readSample(reader, endOf(reader, end), { series, kind }, points, counts);
    else if (tag === 34) readHistogram(reader, endOf(reader, end), series, points, counts);
    else if (tag === 10) throw new RangeError('a label stands behind its samples');
    else return false;
    return true;
  });
}

/** A stale marker says that a series ended: a NaN with these bits, and no other. */
const STALE_LOW = 2;
const STALE_HIGH = 0x7f_f0_00_00;

function readSample(reader: FieldReader, end: number, { series, kind }: Known, points: PointRows, counts: WrittenCounts): void {
  let [value, at, isStale] = [0, 0, false];
  eachField(reader, end, (tag) => {
    if (tag === 9) {
      const [low, high] = [reader.fixed32(), reader.fixed32()];
      isStale = low === STALE_LOW && high === STALE_HIGH;
      reader.pos -= 8;
      value = reader.double();
    } else if (tag === 16) at = readWhole(reader);
    else return false;
    return true;
  });
  if (series === null) points.refuse('a series without a name');
  else if (isStale) points.put(series, 'stale', 0, 0, at);
  // A quantile of nothing is no number; it is understood, and says nothing.
  else if (Number.isFinite(value)) points.put(series, kind, value, 0, at);
  counts.samples += 1;
}

function readHistogram(reader: FieldReader, end: number, series: Series | null, points: PointRows, counts: WrittenCounts): void {
  let [count, sum, at] = [0, 0, 0];
  eachField(reader, end, (tag) => {
    if (tag === 8) count = readWhole(reader);
    else if (tag === 17) count = reader.double();
    else if (tag === 25) sum = reader.double();
    else if (tag === 120) at = readWhole(reader);
    else return false;
    return true;
  });
  const isWhole = Number.isSafeInteger(Math.round(count)) && count >= 0;
  if (series === null) points.refuse('a series without a name');
  else if (Number.isFinite(sum)) points.put(series, 'histogram-cumulative', sum, isWhole ? Math.round(count) : 0, at);
  else points.put(series, 'stale', 0, 0, at);
  counts.histograms += 1;
}

/** The same for remote write 2.0, whose texts stand once in a table. Throws when the bytes are none. */
export function readWriteRequest2(bytes: Uint8Array, points: PointRows): WrittenCounts {
  const counts = { samples: 0, histograms: 0, exemplars: 0 };
  const symbols: string[] = [];
  const first = openFields(bytes);
  eachField(first, first.len, (tag) => {
    if (tag !== 34) return false;
    symbols.push(first.string());
    return true;
  });
  if (symbols[0] !== undefined && symbols[0] !== '') throw new RangeError('the first text of the table is not empty');
  const reader = openFields(bytes);
  eachField(reader, reader.len, (tag) => {
    if (tag !== 42) return false;
    readSeries2(reader, endOf(reader, reader.len), symbols, points, counts);
    return true;
  });
  return counts;
}

function readSeries2(reader: FieldReader, end: number, symbols: readonly string[], points: PointRows, counts: WrittenCounts): void {
  const from = reader.pos;
  const { refs, type, unit } = readHead(reader, end);
  if (refs.length % 2 !== 0) throw new RangeError('a label has no value');
  const pairs = refs.flatMap((ref, nth) =>
    nth % 2 === 0 ? [[symbolOf(symbols, ref), symbolOf(symbols, refs[nth + 1] ?? 0)] as const] : [],
  );
  const one = known(pairs, symbolOf(symbols, unit), type);
  reader.pos = from;
  eachField(reader, end, (tag) => {
    if (tag === 18) readSample(reader, endOf(reader, end), one, points, counts);
    else if (tag === 26) readHistogram(reader, endOf(reader, end), one.series, points, counts);
    else return false;
    return true;
  });
}

function readHead(reader: FieldReader, end: number): { readonly refs: readonly number[]; readonly type: number; readonly unit: number } {
  const refs: number[] = [];
  let [type, unit] = [0, 0];
  eachField(reader, end, (tag) => {
    if (tag === 10) for (const last = endOf(reader, end); reader.pos < last; ) refs.push(reader.uint32());
    else if (tag === 8) refs.push(reader.uint32());
    else if (tag === 42) {
      eachField(reader, endOf(reader, end), (inner) => {
        if (inner === 8) type = reader.uint32();
        else if (inner === 32) unit = reader.uint32();
        else return false;
        return true;
      });
    } else return false;
    return true;
  });
  return { refs, type, unit };
}

function symbolOf(symbols: readonly string[], ref: number): string {
  const found = ref === 0 ? '' : symbols[ref];
  if (found === undefined) throw new RangeError('a text is not in the table');
  return found;
}
