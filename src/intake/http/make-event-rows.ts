import type { RequestRow, TelemetryValue } from '#engines/telemetry/types.ts';
import { triedName } from '#kernel/hashed.ts';
import { dataCategories } from '#kernel/people.ts';
import type { DataMap } from '../data-map/compile-data-map.ts';
import { clearLogLine, emptyLogLine } from '../formats/log-line.ts';
import { type Json, makeObjectScanner } from '../formats/scan-json.ts';
import { makeRows, requestRows } from '../make-rows.ts';
import type { RejectedLine } from '../read-request-lines.ts';
import { redactField } from '../redact/redact-query.ts';
import { redactText } from '../redact/redact-text.ts';
import type { SealKeys } from '../seal-keys.ts';
import { gatherSightings, type Place, type SightingRow } from '../sightings/gather-sightings.ts';
import { type Sighted, sightText } from '../sightings/sight.ts';
import { tooFar } from './too-far.ts';

/** One event as it was sent, in the clear: only between receiving and storing. */
export interface EventItem {
  /** Ms since 1970, or null when it did not say. */
  readonly at: number | null;
  /** `shop.record.read`, or '' when it is a request or a plain log line. */
  readonly name: string;
  readonly severity: string;
  readonly service: string;
  readonly traceId: string;
  readonly attributes: Json;
  readonly body: string;
}

export interface EventContext {
  readonly shop: string;
  readonly source: string;
  readonly map: DataMap;
  readonly keys: SealKeys;
  readonly now: Date;
  readonly maxAgeMs: number;
  /** Names this delivery in the rows it makes. */
  readonly delivery: string;
}

export interface EventRows {
  readonly requests: RequestRow[];
  readonly events: Readonly<Record<string, TelemetryValue>>[];
  readonly rejected: RejectedLine[];
  readonly sightings: readonly SightingRow[];
}

// What is stored in columns of its own (sealed or hashed) and must not stand in the attributes as well.
const TAKEN = new Set([
  'event.name',
  'shop.object.kind',
  'shop.object.id',
  'shop.object.ids',
  'shop.object.owner.id',
  'shop.object.count',
  'shop.data.categories',
  'event.outcome',
  'user_agent.original',
  'shop.actor.id',
  'enduser.id',
  'user.id',
  'session.id',
  'client.address',
  'source.address',
  'shop.payment.card.id',
  'shop.payment.id',
  'shop.sign_in.name',
]);

/** Turns events into rows that may be stored: requests where they tell of a request, application events else. */
export function makeEventRows(context: EventContext, items: readonly (EventItem | string)[]): EventRows {
  const sightings = gatherSightings();
  const place = (at: Date, route: string, offset: number): Place => ({
    ...{ shop: context.shop, source: context.source, receivedAt: context.now, fileId: context.delivery },
    ...{ at, route, offset },
  });
  const rows: Pick<EventRows, 'events' | 'rejected'> = { events: [], rejected: [] };
  const scan = makeObjectScanner(context.map.fields);
  const requests = makeRows({
    ...context,
    fileId: context.delivery,
    sighted: (sighted, row) => sightings.add(sighted, place(row.at, row.route, row.file_offset)),
  });
  const scratch = emptyLogLine();
  for (const [nth, item] of items.entries()) {
    const reason = typeof item === 'string' ? item : tooFar(item.at, context);
    if (typeof item === 'string' || reason !== '') {
      rows.rejected.push({ offset: nth, reason, sample: typeof item === 'string' ? '' : redactText(item.name) });
      continue;
    }
    clearLogLine(scratch);
    const entry = item.at === null ? item.attributes : { at: item.at, ...item.attributes };
    if (item.name.startsWith('shop.') || scan(entry, scratch) !== '') {
      if (item.name === '' && item.body === '') rows.rejected.push({ offset: nth, reason: 'neither a request nor an event', sample: '' });
      else {
        rows.events.push(eventRow(context, item));
        sightings.add(sightEvent(context.keys, item), place(new Date(item.at ?? context.now.getTime()), item.name, nth));
      }
    } else {
      scratch.at = item.at ?? scratch.at;
      requests.add(scratch, context.now, nth, 0);
    }
  }
  return { ...rows, requests: requestRows(requests.take().requests), sightings: sightings.take() };
}

function eventRow(context: EventContext, item: EventItem): Readonly<Record<string, TelemetryValue>> {
  const { attributes } = item;
  const kind = /^[a-z][a-z0-9-]{0,40}$/.exec(word(attributes['shop.object.kind']))?.[0] ?? '';
  const id = word(attributes['shop.object.id']);
  const actor = word(attributes['shop.actor.id'] ?? attributes['enduser.id'] ?? attributes['user.id']);
  const session = word(attributes['session.id']);
  const card = word(attributes['shop.payment.card.id']);
  const payment = word(attributes['shop.payment.id']);
  const tried = word(attributes['shop.sign_in.name']);
  const owner = word(attributes['shop.object.owner.id']);
  const rest = Object.entries(attributes).filter(([name]) => !TAKEN.has(name));
  const hashed = {
    ...(card === '' ? {} : { 'shop.payment.card.id': context.keys.mac('card', card) }),
    ...(payment === '' ? {} : { 'shop.payment.id': context.keys.mac('payment', payment) }),
    ...(tried === '' ? {} : { 'shop.sign_in.name': hashTried(context.keys, tried) }),
    // Sealed like the account that acts, so that the two can be compared.
    ...(owner === '' || owner === '0' ? {} : { 'shop.object.owner.id': context.keys.sealRef('account', owner) }),
  };
  return {
    shop_id: context.shop,
    source_id: context.source,
    at: new Date(item.at ?? context.now.getTime()),
    received_at: context.now,
    name: redactText(item.name.slice(0, 200)),
    severity: redactText(item.severity.slice(0, 40)),
    service: redactText(item.service.slice(0, 200)),
    trace_id: /^[0-9a-f]{32}$/.test(item.traceId) ? item.traceId : '',
    address: redactText(word(attributes['client.address'] ?? attributes['source.address']).slice(0, 64)),
    session: session === '' ? '' : context.keys.mac('session', session),
    account: actor === '' ? '' : context.keys.sealRef('account', actor),
    object_kind: kind,
    object_ref: kind === '' || id === '' ? '' : context.keys.sealRef(kind, id),
    object_refs: kind === '' ? [] : idsOf(attributes['shop.object.ids']).map((one) => context.keys.sealRef(kind, one)),
    records: wholeNumber(attributes['shop.object.count']),
    bytes: wholeNumber(attributes['http.response.body.size']),
    categories: categoriesOf(item, context.map, kind),
    outcome: outcomeOf(item),
    agent: redactText(word(attributes['user_agent.original']).slice(0, 1024)),
    attributes: JSON.stringify({ ...(redactField('', Object.fromEntries(rest)) as object), ...hashed }),
    body: redactText(item.body.slice(0, 8192)),
  };
}

function hashTried(keys: SealKeys, name: string): string {
  const { purpose, text } = triedName(name);
  return keys.mac(purpose, text);
}

/** Personal data in the free parts of an event: what it says in words, and attributes that have no column of their own. */
function sightEvent(keys: SealKeys, item: EventItem): Sighted[] {
  const texts = Object.entries(item.attributes).flatMap(([name, value]) => {
    if (TAKEN.has(name)) return [];
    const text = typeof value === 'string' ? value : typeof value === 'object' && value !== null ? JSON.stringify(value) : word(value);
    return [{ field: `attributes.${redactText(name.slice(0, 80))}`, name, text }];
  });
  return [{ field: 'body', name: '', text: item.body }, ...texts.slice(0, 200)].flatMap(({ field, name, text }) =>
    sightText(keys, field, name, text),
  );
}

/** An event may name so many records; a longer list is cut, and its count stands in `shop.object.count`. */
const MOST_IDS = 10_000;

function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value.slice(0, MOST_IDS).map(word))].filter((id) => id !== '') : [];
}

function wholeNumber(value: unknown): number {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : 0;
}

/** The categories the event names; of a read record that names none, those that the data map says a record of this kind shows. */
function categoriesOf({ name, attributes }: EventItem, map: DataMap, kind: string): readonly string[] {
  const value = attributes['shop.data.categories'];
  const told = Array.isArray(value) ? value.map(word) : word(value).split(',');
  const known = dataCategories.filter((category) => told.some((one) => one.trim() === category));
  return known.length > 0 || name !== 'shop.record.read' ? known : (map.objects[kind]?.categories ?? []);
}

/** `success`, `failure` or '' when neither the event nor its name tells. */
function outcomeOf({ name, attributes }: EventItem): string {
  const told = word(attributes['event.outcome']);
  if (told === 'success' || told === 'failure') return told;
  return name.endsWith('_failed') || name.endsWith('.failed') ? 'failure' : '';
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
