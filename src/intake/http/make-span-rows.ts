import type { TelemetryValue } from '#engines/telemetry/types.ts';
import type { Json } from '../formats/scan-json.ts';
import { redactField } from '../redact/redact-query.ts';
import { redactTarget } from '../redact/redact-target.ts';
import { redactText } from '../redact/redact-text.ts';
import { gatherSightings } from '../sightings/gather-sightings.ts';
import { type Sighted, sightTarget, sightText } from '../sightings/sight.ts';
import { farSide } from './far-side.ts';
import type { EventContext, EventRows } from './make-event-rows.ts';
import type { SpanItem } from './read-otlp-traces.ts';
import { tooFar } from './too-far.ts';

type Row = Readonly<Record<string, TelemetryValue>>;

export interface SpanRows extends Pick<EventRows, 'rejected' | 'sightings'> {
  readonly spans: readonly Row[];
}

/** Who was signed in and what was carried in headers is nobody's business in a trace. */
const NEVER = /^(enduser|user)\.|\.header\.(cookie|set-cookie|authorization|proxy-authorization|x-api-key)|^thread\.|^process\.command/i;
const STATEMENTS = new Set(['db.statement', 'db.query.text']);
const TARGETS = new Set(['url.full', 'http.url', 'http.target', 'url.path', 'url.query']);
const NETWORK = /^(server|net|network|source|destination)\./;
const MOST_ATTRIBUTES = 60;

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
    sightings.add(sightSpan(context, item), { ...place, at: new Date(item.at ?? context.now), route: redactText(item.name.slice(0, 120)) });
  }
  return { ...made, sightings: sightings.take() };
}

function spanRow(context: EventContext, item: SpanItem): Row {
  const { attributes } = item;
  const isServing = item.kind === 'server' || item.kind === 'consumer';
  const asked = sizeOf(
    attributes,
    'http.request.body.size',
    'http.request.size',
    'http.request_content_length',
    'messaging.message.body.size',
  );
  const answered = sizeOf(attributes, 'http.response.body.size', 'http.response.size', 'http.response_content_length');
  const peer = isServing ? '' : peerOf(attributes);
  const { far, farKind } = farSide(item.kind, attributes, peer);
  return {
    shop_id: context.shop,
    source_id: context.source,
    at: new Date(item.at ?? context.now.getTime()),
    received_at: context.now,
    trace_id: item.traceId,
    span_id: item.spanId,
    parent_id: item.parentId,
    service: redactText(item.service.slice(0, 200)),
    name: redactText(item.name.slice(0, 200)),
    kind: item.kind,
    status: item.status,
    duration_ms: item.durationMs,
    peer,
    far,
    far_kind: farKind,
    version: redactText(item.version.slice(0, 80)),
    place: redactText(item.place.slice(0, 120)),
    criticality: item.criticality,
    method: word(attributes, 'http.request.method', 'http.method').slice(0, 20),
    http_status: Math.min(999, sizeOf(attributes, 'http.response.status_code', 'http.status_code')),
    // As the application sees it: what it serves it sends in answers.
    bytes_sent: isServing ? answered : asked,
    bytes_received: isServing ? asked : answered,
    db_system: word(attributes, 'db.system.name', 'db.system').slice(0, 40),
    attributes: JSON.stringify(keptAttributes(item)),
  };
}

function keptAttributes({ attributes, said }: SpanItem): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes).slice(0, MOST_ATTRIBUTES)) {
    if (!NEVER.test(name)) kept[redactText(name.slice(0, 100))] = keptValue(name, value);
  }
  return said === '' ? kept : { ...kept, said: redactText(said.slice(0, 2000)) };
}

function keptValue(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return redactField(name, value);
  if (STATEMENTS.has(name)) return redactText(withoutValues(value));
  if (TARGETS.has(name)) return redactTarget(name === 'url.query' ? `?${value.replace(/^\?/, '')}` : value);
  // A machine's address is nobody's home.
  return NETWORK.test(name) ? redactText(value.slice(0, 200)) : redactField(name, value.slice(0, 1000));
}

/** A statement without what it asks for: texts and numbers become `?`. */
export function withoutValues(statement: string): string {
  return statement
    .slice(0, 4000)
    .replace(/'(?:[^'\\]|''|\\.)*'?/g, '?')
    .replace(/\$([A-Za-z_]*)\$[\s\S]*?\$\1\$/g, '?')
    .replace(/(?<![\w.$])\d[\d.eE]*\b/g, '?')
    .replace(/\?(\s*,\s*\?)+/g, '?')
    .slice(0, 1000);
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

function sightSpan({ keys }: EventContext, { attributes, name, said }: SpanItem): Sighted[] {
  const sighted: Sighted[] = [...sightText(keys, 'span.name', '', name), ...sightText(keys, 'span.said', '', said)];
  for (const [key, value] of Object.entries(attributes).slice(0, MOST_ATTRIBUTES)) {
    if (typeof value !== 'string' || NEVER.test(key)) continue;
    const field = `span.${redactText(key.slice(0, 80))}`;
    const found = TARGETS.has(key) ? sightTarget(keys, value.replace(/^https?:\/\/[^/]*/i, '')) : sightText(keys, '', key, value);
    for (const one of found) sighted.push({ ...one, field });
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
