import type { TelemetryValue } from '#engines/telemetry/types.ts';
import { messagePieces } from '#personal-data/index.ts';
import type { Json } from '../formats/scan-json.ts';
import { redactText } from '../redact/redact-text.ts';
import { gatherSightings } from '../sightings/gather-sightings.ts';
import { type Sighted, sightText } from '../sightings/sight.ts';
import { farSide } from './far-side.ts';
import type { EventContext, EventRows } from './make-event-rows.ts';
import type { SpanItem } from './read-otlp-traces.ts';
import { cleanName, cleanText, cleanValue, isBare, isKept, keptValue, MOST_ATTRIBUTES, sightAttribute } from './span-attributes.ts';
import { tooFar } from './too-far.ts';

type Row = Readonly<Record<string, TelemetryValue>>;

export interface SpanRows extends Pick<EventRows, 'rejected' | 'sightings'> {
  readonly spans: readonly Row[];
}

/** Turns spans into rows that may be stored: redacted, statements without their values, addresses without their parameters' secrets. */
export function makeSpanRows(context: EventContext, items: readonly (SpanItem | string)[]): SpanRows {
  const sightings = gatherSightings();
  const made: { spans: Row[]; rejected: EventRows['rejected'] } = { spans: [], rejected: [] };
  for (const [nth, item] of items.entries()) {
    const reason = typeof item === 'string' ? item : tooFar(item.at, context);
    if (typeof item === 'string' || reason !== '') {
      made.rejected.push({ offset: nth, reason, sample: typeof item === 'string' ? '' : redactText(item.name.slice(0, 200)) });
      continue;
    }
    made.spans.push(spanRow(context, item));
    const place = { shop: context.shop, source: context.source, receivedAt: context.now, fileId: context.delivery, offset: nth };
    sightings.add(sightSpan(context, item), { ...place, at: new Date(item.at ?? context.now), route: routeOfSpan(item) });
  }
  return { ...made, sightings: sightings.take() };
}

/** Names under which a number stands, the one that counts first. */
export const sizes = {
  status: ['http.response.status_code', 'http.status_code'],
  asked: ['http.request.body.size', 'http.request.size', 'http.request_content_length', 'messaging.message.body.size'],
  answered: ['http.response.body.size', 'http.response.size', 'http.response_content_length'],
} as const;

/** One span as it is stored. */
export function spanRow(context: EventContext, item: SpanItem): Row {
  const { attributes } = item;
  const isServing = item.kind === 'server' || item.kind === 'consumer';
  const asked = sizeOf(attributes, ...sizes.asked);
  const answered = sizeOf(attributes, ...sizes.answered);
  const { peer, far, farKind, method, dbSystem } = othersOf(item.kind, attributes);
  return {
    shop_id: context.shop,
    source_id: context.source,
    at: new Date(item.at ?? context.now.getTime()),
    received_at: context.now,
    trace_id: item.traceId,
    span_id: item.spanId,
    parent_id: item.parentId,
    service: cleanText(item.service.slice(0, 200)),
    name: cleanText(item.name.slice(0, 200)),
    kind: item.kind,
    status: item.status,
    duration_ms: item.durationMs,
    peer,
    far,
    far_kind: farKind,
    version: cleanText(item.version.slice(0, 80)),
    place: cleanText(item.place.slice(0, 120)),
    criticality: item.criticality,
    method,
    http_status: Math.min(999, sizeOf(attributes, ...sizes.status)),
    // As the application sees it: what it serves it sends in answers.
    bytes_sent: isServing ? answered : asked,
    bytes_received: isServing ? asked : answered,
    db_system: dbSystem,
    attributes: JSON.stringify(keptAttributes(item)),
  };
}

function keptAttributes({ attributes, said }: SpanItem): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes).slice(0, MOST_ATTRIBUTES)) {
    if (isKept(name)) kept[cleanName(name)] = typeof value === 'string' ? cleanValue(`${name}\0${value}`) : keptValue(name, value);
  }
  return said === '' ? kept : { ...kept, said: redactText(said.slice(0, 2000)) };
}

/** What the attributes of a span say of those who took part, by its kind. */
export interface Others {
  readonly peer: string;
  readonly far: string;
  readonly farKind: string;
  readonly method: string;
  readonly dbSystem: string;
}

/** Attributes that `othersOf` looks at. Those of `urls` only when nothing else names a host. */
export const telling = {
  texts: [
    ...[
      'server.address',
      'net.peer.name',
      'http.host',
      'peer.service',
      'messaging.destination.name',
      'network.peer.address',
      'net.peer.ip',
    ],
    ...['messaging.system', 'messaging.destination.template', 'messaging.destination', 'messaging.destination.temporary'],
    ...['service.peer.name', 'db.system.name', 'db.system', 'http.request.method', 'http.method'],
  ],
  urls: ['url.full', 'http.url'],
} as const;

export function othersOf(kind: SpanItem['kind'], attributes: Json): Others {
  const peer = kind === 'server' || kind === 'consumer' ? '' : peerOf(attributes);
  return {
    ...farSide(kind, attributes, peer),
    peer,
    method: word(attributes, 'http.request.method', 'http.method').slice(0, 20),
    dbSystem: word(attributes, 'db.system.name', 'db.system').slice(0, 40),
  };
}

/** The host on the other side, as old and new conventions tell it; `''` when nothing does. */
function peerOf(attributes: Json): string {
  const named = word(attributes, 'server.address', 'net.peer.name', 'http.host', 'peer.service', 'messaging.destination.name');
  const url = word(attributes, 'url.full', 'http.url');
  const host = named !== '' ? named : URL.canParse(url) ? new URL(url).hostname : word(attributes, 'network.peer.address', 'net.peer.ip');
  return redactText(
    host
      .toLowerCase()
      .replace(/:\d+$/, '')
      .replace(/^\[|\]$/g, '')
      .slice(0, 200),
  );
}

/** Attributes in which a message's content stands, as instrumentations that record it call them. */
const BODY = /(?:^|[._])(?:body|payload|content|data|value|text)$/;

/** The queue or topic of a messaging span, by new and old conventions; '' of any other span. */
function queueOf(attributes: Json): string {
  return word(attributes, 'messaging.destination.template', 'messaging.destination.name', 'messaging.destination', 'messaging.kafka.topic');
}

/** What a span's sightings are told by: the queue, else its name. */
export function routeOfSpan({ attributes, name }: SpanItem): string {
  return cleanText((queueOf(attributes) || name).slice(0, 120));
}

/** Personal data that stands in a span; of a message's content by its fields. */
export function sightSpan({ keys }: EventContext, { attributes, name, said }: SpanItem): readonly Sighted[] {
  const sighted: Sighted[] = isBare(`\0${name}`) ? [] : [...sightText(keys, 'span.name', '', name)];
  if (said !== '') sighted.push(...sightText(keys, 'span.said', '', said));
  const isMessage = queueOf(attributes) !== '' || word(attributes, 'messaging.system') !== '';
  let nth = 0;
  for (const key in attributes) {
    if (nth++ >= MOST_ATTRIBUTES) break;
    const value = attributes[key];
    if (typeof value !== 'string' || !isKept(key) || isBare(`${key}\0${value}`)) continue;
    if (isMessage && BODY.test(key)) {
      for (const piece of messagePieces(value, `message.${redactText(key.slice(0, 80))}`))
        sighted.push(...sightText(keys, piece.field.slice(0, 120), piece.name, piece.text));
      continue;
    }
    const field = `${isMessage ? 'message' : 'span'}.${redactText(key.slice(0, 80))}`;
    for (const one of sightAttribute(keys, key, value)) sighted.push({ ...one, field });
  }
  return sighted;
}

function word(attributes: Json, ...names: readonly string[]): string {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

function sizeOf(attributes: Json, ...names: readonly string[]): number {
  for (const name of names) {
    const value = Number(attributes[name] ?? Number.NaN);
    if (Number.isSafeInteger(value) && value >= 0) return value;
  }
  return 0;
}
