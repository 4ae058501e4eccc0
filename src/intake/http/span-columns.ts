import { wordOf } from '#engines/telemetry/blocks/dictionary.ts';
import { openRows } from '#engines/telemetry/blocks/rows-by-column.ts';
import { redactText } from '../redact/redact-text.ts';
import { gatherSightings } from '../sightings/gather-sightings.ts';
import type { EventContext, EventRows } from './make-event-rows.ts';
import { routeOfSpan, sightSpan, spanRow } from './make-span-rows.ts';
import { type SpanItem, type SpanSender, spanKinds, spanStatuses } from './read-otlp-traces.ts';
import { cleanText } from './span-attributes.ts';
import type { OthersWords } from './span-facts.ts';
import { tooFar } from './too-far.ts';

/** Who sends, as it is stored. */
export type SenderWords = ReturnType<typeof senderWords>;

export function senderWords({ service, version, place, criticality }: SpanSender) {
  return {
    service: wordOf(cleanText(service.slice(0, 200))),
    version: wordOf(cleanText(version.slice(0, 80))),
    place: wordOf(cleanText(place.slice(0, 120))),
    criticality: wordOf(criticality),
  };
}

const kinds = spanKinds.map(wordOf);
const statuses = spanStatuses.map(wordOf);

/** A span in whose bytes there is nothing of anybody: positions of its identifiers in them, and its figures. */
export interface BareSpan {
  readonly traceAt: number;
  readonly spanAt: number;
  /** -1: it begins a trace. */
  readonly parentAt: number;
  readonly name: ReturnType<typeof wordOf>;
  readonly kind: number;
  readonly status: number;
  readonly at: number | null;
  readonly durationMs: number | null;
  readonly httpStatus: number;
  readonly asked: number;
  readonly answered: number;
  /** What is stored of its attributes, as `BytesColumn.putObject` takes it. */
  readonly pieces: Uint8Array;
  readonly places: Int32Array;
  readonly numbers: Float64Array;
  readonly count: number;
  /** Who took part. */
  readonly others: OthersWords;
}

/** Rows of spans, kept column by column. */
export function openSpanColumns(context: EventContext, room: number) {
  const rows = openRows('spans', room);
  const columns = openColumns(rows);
  const all = Object.values(columns);
  const [shop, source] = [wordOf(context.shop), wordOf(context.source)];
  const now = context.now.getTime();
  const rejected: EventRows['rejected'] = [];
  const sightings = gatherSightings();
  let nth = -1;
  return {
    rows,
    rejected,
    sightings,
    /** A span that is looked at as a whole, or the reason why it is none. */
    put(item: SpanItem | string): void {
      nth += 1;
      const reason = typeof item === 'string' ? item : tooFar(item.at, context);
      if (typeof item === 'string' || reason !== '') {
        rejected.push({ offset: nth, reason, sample: typeof item === 'string' ? '' : redactText(item.name.slice(0, 200)) });
        return;
      }
      const row = spanRow(context, item);
      for (const { name, column } of all) column.putValue(row[name]);
      const place = { shop: context.shop, source: context.source, receivedAt: context.now, fileId: context.delivery, offset: nth };
      const seen = sightSpan(context, item);
      if (seen.length > 0) sightings.add(seen, { ...place, at: new Date(item.at ?? now), route: routeOfSpan(item) });
    },
    /** Whether a span of that time is stored. */
    takes: (at: number | null): boolean => tooFar(at, context) === '',
    /** A span of `bytes` that may be stored as it is. */
    putBare(bytes: Uint8Array, span: BareSpan, from: SenderWords): void {
      const { others } = span;
      nth += 1;
      const isServing = span.kind === 2 || span.kind === 5;
      columns.shop.column.putWord(shop);
      columns.source.column.putWord(source);
      columns.at.column.put(span.at === null ? now : Math.trunc(span.at));
      columns.received.column.put(now);
      columns.trace.column.putHex(bytes, span.traceAt, 16);
      columns.span.column.putHex(bytes, span.spanAt, 8);
      columns.parent.column.putHex(bytes, span.parentAt, span.parentAt < 0 ? 0 : 8);
      columns.service.column.putWord(from.service);
      columns.name.column.putWord(span.name);
      columns.kind.column.putWord(kinds[span.kind] ?? kinds[0] ?? null);
      columns.status.column.putWord(statuses[span.status] ?? statuses[0] ?? null);
      columns.duration.column.put(span.durationMs);
      columns.peer.column.putWord(others.peer);
      columns.method.column.putWord(others.method);
      columns.httpStatus.column.put(Math.min(999, span.httpStatus));
      columns.sent.column.put(isServing ? span.answered : span.asked);
      columns.back.column.put(isServing ? span.asked : span.answered);
      columns.db.column.putWord(others.dbSystem);
      columns.far.column.putWord(others.far);
      columns.farKind.column.putWord(others.farKind);
      columns.version.column.putWord(from.version);
      columns.place.column.putWord(from.place);
      columns.criticality.column.putWord(from.criticality);
      columns.attributes.column.putObject(span.pieces, span.places, span.numbers, span.count);
    },
  };
}

export type SpanColumns = ReturnType<typeof openSpanColumns>;

function openColumns(rows: ReturnType<typeof openRows>) {
  const text = (name: string) => ({ name, column: rows.text(name) });
  const bytes = (name: string, each: number) => ({ name, column: rows.bytes(name, each) });
  const number = (name: string) => ({ name, column: rows.number(name) });
  const time = (name: string) => ({ name, column: rows.time(name) });
  return {
    ...{ shop: text('shop_id'), source: text('source_id'), at: time('at'), received: time('received_at') },
    ...{ trace: bytes('trace_id', 33), span: bytes('span_id', 17), parent: bytes('parent_id', 17) },
    ...{ service: text('service'), name: text('name'), kind: text('kind'), status: text('status') },
    ...{ duration: number('duration_ms'), peer: text('peer'), method: text('method'), httpStatus: number('http_status') },
    ...{ sent: number('bytes_sent'), back: number('bytes_received'), db: text('db_system') },
    ...{ far: text('far'), farKind: text('far_kind'), version: text('version'), place: text('place') },
    ...{ criticality: text('criticality'), attributes: bytes('attributes', 300) },
  };
}
