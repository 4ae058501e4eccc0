import { z } from 'zod';
import type { Json } from '../formats/scan-json.ts';
import { hexOf, identifier, keyValue, long, nanos, resource, toObject } from './otlp-values.ts';

/** One span as it was sent, in the clear: only between receiving and storing. */
export interface SpanItem {
  /** Ms since 1970, or null when it did not say. */
  readonly at: number | null;
  readonly durationMs: number | null;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly service: string;
  /** Of the program that tells: `service.version`. */
  readonly version: string;
  /** The machine, or the name that a cluster gives it. */
  readonly place: string;
  /** `critical`, `high`, `medium`, `low` or `''`. */
  readonly criticality: string;
  readonly name: string;
  readonly kind: (typeof spanKinds)[number];
  readonly status: (typeof spanStatuses)[number];
  readonly attributes: Json;
  /** What its events say: exceptions above all. */
  readonly said: string;
}

export const spanKinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export const spanStatuses = ['unset', 'ok', 'error'] as const;
/** A number, or the name that some exporters write: `SPAN_KIND_CLIENT`. */
const choice = z.union([z.number(), z.string()]).optional();

const span = z.object({
  traceId: identifier,
  spanId: identifier,
  parentSpanId: identifier,
  name: z.string().default(''),
  kind: choice,
  startTimeUnixNano: long,
  endTimeUnixNano: long,
  attributes: z.array(keyValue).default([]),
  events: z.array(z.object({ name: z.string().default(''), attributes: z.array(keyValue).default([]) })).default([]),
  status: z.object({ code: choice, message: z.string().optional() }).nullish(),
});
const envelope = z.object({
  resourceSpans: z
    .array(z.object({ resource, scopeSpans: z.array(z.object({ spans: z.array(z.unknown()).default([]) })).default([]) }))
    .default([]),
});

/** Spans of an OTLP request (its JSON shape), each a span or the reason why not. `null` when it is no such request. */
export function readOtlpTraces(body: unknown): (SpanItem | string)[] | null {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return null;
  const items: (SpanItem | string)[] = [];
  for (const { resource: sender, scopeSpans } of parsed.data.resourceSpans) {
    const from = senderOf(toObject(sender?.attributes ?? []));
    for (const scope of scopeSpans) {
      for (const raw of scope.spans) {
        const read = span.safeParse(raw);
        items.push(read.success ? toItem(read.data, from) : 'not a span');
      }
    }
  }
  return items;
}

/** Who tells, by the attributes of its resource. */
export type SpanSender = Pick<SpanItem, 'service' | 'version' | 'place' | 'criticality'>;

const CRITICALITIES = new Set(['critical', 'high', 'medium', 'low']);

export function senderOf(about: Json): SpanSender {
  const text = (...names: readonly string[]): string =>
    names.map((name) => about[name]).find((value): value is string => typeof value === 'string' && value !== '') ?? '';
  const criticality = text('service.criticality').toLowerCase();
  return {
    service: text('service.name'),
    version: text('service.version'),
    place: text('host.name', 'k8s.node.name', 'cloud.region'),
    criticality: CRITICALITIES.has(criticality) ? criticality : '',
  };
}

function toItem(read: z.output<typeof span>, from: SpanSender): SpanItem | string {
  const traceId = hexOf(read.traceId);
  const spanId = hexOf(read.spanId);
  if (traceId.length !== 32 || spanId.length !== 16) return 'a span without an id';
  const at = nanos(read.startTimeUnixNano);
  const end = nanos(read.endTimeUnixNano);
  const said = read.events.slice(0, 20).map((event) => {
    const told = toObject(event.attributes);
    return [event.name, told['exception.type'], told['exception.message']]
      .filter((part) => typeof part === 'string' && part !== '')
      .join(': ');
  });
  return {
    at,
    durationMs: at === null || end === null ? null : between(read.startTimeUnixNano, read.endTimeUnixNano),
    ...{ traceId, spanId, parentId: hexOf(read.parentSpanId), ...from, name: read.name },
    kind: chosen(spanKinds, read.kind),
    status: chosen(spanStatuses, read.status?.code),
    attributes: toObject(read.attributes),
    said: [read.status?.message ?? '', ...said].filter((part) => part !== '').join('; '),
  };
}

/** In ms; counted in whole nanoseconds, which a floating number of this size cannot hold. `null`: it ended before it began. */
function between(start: string | number | undefined, end: string | number | undefined): number | null {
  if (!/^\d+$/.test(String(start)) || !/^\d+$/.test(String(end))) return null;
  const length = BigInt(String(end)) - BigInt(String(start));
  return length < 0n ? null : Number(length) / 1e6;
}

function chosen<T extends string>(all: readonly [T, ...T[]], value: string | number | undefined): T {
  if (typeof value === 'string' && !/^\d+$/.test(value)) return all.find((one) => value.toLowerCase().endsWith(`_${one}`)) ?? all[0];
  return all[Number(value ?? 0)] ?? all[0];
}
