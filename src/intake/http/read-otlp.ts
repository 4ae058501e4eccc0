import { z } from 'zod';
import type { Json } from '../formats/scan-json.ts';
import type { EventItem } from './make-event-rows.ts';

const long = z.union([z.string(), z.number()]).optional();
const anyValue: z.ZodType<AnyValue> = z.lazy(() =>
  z
    .object({
      stringValue: z.string(),
      boolValue: z.boolean(),
      intValue: z.union([z.string(), z.number()]),
      doubleValue: z.union([z.number(), z.string()]),
      arrayValue: z.object({ values: z.array(anyValue).optional() }),
      kvlistValue: z.object({ values: z.array(keyValue).optional() }),
      bytesValue: z.unknown(),
    })
    .partial(),
);
const keyValue = z.object({ key: z.string().default(''), value: anyValue.nullish() });
interface AnyValue {
  stringValue?: string | undefined;
  boolValue?: boolean | undefined;
  intValue?: string | number | undefined;
  doubleValue?: number | string | undefined;
  arrayValue?: { values?: AnyValue[] | undefined } | undefined;
  kvlistValue?: { values?: { key: string; value?: AnyValue | null | undefined }[] | undefined } | undefined;
  bytesValue?: unknown;
}
const logRecord = z.object({
  timeUnixNano: long,
  observedTimeUnixNano: long,
  severityText: z.string().optional(),
  severityNumber: z.union([z.number(), z.string()]).optional(),
  body: anyValue.nullish(),
  attributes: z.array(keyValue).default([]),
  traceId: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
  eventName: z.string().optional(),
});
const envelope = z.object({
  resourceLogs: z
    .array(
      z.object({
        resource: z.object({ attributes: z.array(keyValue).default([]) }).nullish(),
        scopeLogs: z.array(z.object({ logRecords: z.array(z.unknown()).default([]) })).default([]),
      }),
    )
    .default([]),
});

/** Log records of an OTLP request (its JSON shape), each an event or the reason why not. `null` when it is no such request. */
export function readOtlpLogs(body: unknown): (EventItem | string)[] | null {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return null;
  const items: (EventItem | string)[] = [];
  for (const { resource, scopeLogs } of parsed.data.resourceLogs) {
    const about = toObject(resource?.attributes ?? []);
    for (const scope of scopeLogs) {
      for (const raw of scope.logRecords) {
        const record = logRecord.safeParse(raw);
        items.push(record.success ? toItem(record.data, about) : 'not a log record');
      }
    }
  }
  return items;
}

function toItem(record: z.output<typeof logRecord>, resource: Json): EventItem {
  const attributes = toObject(record.attributes);
  const named = attributes['event.name'];
  const body = record.body ? plain(record.body, 0) : '';
  return {
    at: nanos(record.timeUnixNano) ?? nanos(record.observedTimeUnixNano),
    name: record.eventName || (typeof named === 'string' ? named : ''),
    severity: record.severityText ?? '',
    service: String(resource['service.name'] ?? ''),
    traceId: typeof record.traceId === 'string' ? record.traceId.slice(0, 64) : Buffer.from(record.traceId ?? []).toString('hex'),
    attributes,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

function nanos(value: string | number | undefined): number | null {
  const ms = Number(value ?? 0) / 1e6;
  return ms > 0 && ms < 8.64e15 ? ms : null;
}

function toObject(pairs: readonly { key: string; value?: AnyValue | null | undefined }[], depth = 0): Record<string, unknown> {
  return Object.fromEntries(pairs.map((pair) => [pair.key, pair.value ? plain(pair.value, depth) : null]));
}

function plain(value: AnyValue, depth: number): unknown {
  if (depth > 8) return '[deep]';
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return Number.isSafeInteger(Number(value.intValue)) ? Number(value.intValue) : String(value.intValue);
  if (value.doubleValue !== undefined) return Number(value.doubleValue);
  if (value.arrayValue) return (value.arrayValue.values ?? []).map((item) => plain(item, depth + 1));
  if (value.kvlistValue) return toObject(value.kvlistValue.values ?? [], depth + 1);
  return value.bytesValue === undefined ? null : '[bytes]';
}
