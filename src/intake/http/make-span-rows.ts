import type { TelemetryValue } from '#engines/telemetry/types.ts';
import type { Json } from '../formats/scan-json.ts';
import { redactField } from '../redact/redact-query.ts';
import { redactTarget } from '../redact/redact-target.ts';
import { redactText } from '../redact/redact-text.ts';
import { localKeys } from '../seal-keys.ts';
import { gatherSightings } from '../sightings/gather-sightings.ts';
import { type Sighted, sightTarget, sightText } from '../sightings/sight.ts';
import { remember } from '../wire/remember.ts';
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
    sightings.add(sightSpan(context, item), { ...place, at: new Date(item.at ?? context.now), route: cleanText(item.name.slice(0, 120)) });
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
    method: word(attributes, 'http.request.method', 'http.method').slice(0, 20),
    http_status: Math.min(999, sizeOf(attributes, 'http.response.status_code', 'http.status_code')),
    // As the application sees it: what it serves it sends in answers.
    bytes_sent: isServing ? answered : asked,
    bytes_received: isServing ? asked : answered,
    db_system: word(attributes, 'db.system.name', 'db.system').slice(0, 40),
    attributes: JSON.stringify(keptAttributes(item)),
  };
}

// The same names and values come with nearly every span: to look through them again would be most of the work.
const isKept = remember((name) => !NEVER.test(name));
const cleanName = remember((name) => redactText(name.slice(0, 100)));
/** What held somebody's data is not remembered. */
const bare = { keep: (made: unknown, pair: string) => made === pair.slice(pair.indexOf('\0') + 1) };
const cleanValue = remember((pair): unknown => {
  const end = pair.indexOf('\0');
  return keptValue(pair.slice(0, end), pair.slice(end + 1));
}, bare);
const cleanText = remember(redactText, { keep: (made, text) => made === text });

function keptAttributes({ attributes, said }: SpanItem): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes).slice(0, MOST_ATTRIBUTES)) {
    if (isKept(name)) kept[cleanName(name)] = typeof value === 'string' ? cleanValue(`${name}\0${value}`) : keptValue(name, value);
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

/** Whether anything in a text, under its name, may be somebody's; of most there is nothing, whoever's keys it would be hashed with. */
const isBare = remember(
  (pair) => {
    const end = pair.indexOf('\0');
    const [key, value] = [pair.slice(0, end), pair.slice(end + 1)];
    return sightAttribute(noKeys, key, value).length === 0;
  },
  { keep: (isNothing) => isNothing },
);
const noKeys = localKeys(new Uint8Array(32));

function sightSpan({ keys }: EventContext, { attributes, name, said }: SpanItem): readonly Sighted[] {
  const sighted: Sighted[] = isBare(`\0${name}`) ? [] : [...sightText(keys, 'span.name', '', name)];
  if (said !== '') sighted.push(...sightText(keys, 'span.said', '', said));
  let nth = 0;
  for (const key in attributes) {
    if (nth++ >= MOST_ATTRIBUTES) break;
    const value = attributes[key];
    if (typeof value !== 'string' || !isKept(key) || isBare(`${key}\0${value}`)) continue;
    const field = `span.${redactText(key.slice(0, 80))}`;
    for (const one of sightAttribute(keys, key, value)) sighted.push({ ...one, field });
  }
  return sighted;
}

function sightAttribute(keys: EventContext['keys'], key: string, value: string): readonly Sighted[] {
  return TARGETS.has(key) ? sightTarget(keys, value.replace(/^https?:\/\/[^/]*/i, '')) : sightText(keys, '', key, value);
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
