import { z } from 'zod';
import type { Json } from '../formats/scan-json.ts';
import type { EventItem } from './make-event-rows.ts';
import { anyValue, identifier, keyValue, long, nanos, plain, resource, toObject } from './otlp-values.ts';

const logRecord = z.object({
  timeUnixNano: long,
  observedTimeUnixNano: long,
  severityText: z.string().optional(),
  severityNumber: z.union([z.number(), z.string()]).optional(),
  body: anyValue.nullish(),
  attributes: z.array(keyValue).default([]),
  traceId: identifier,
  eventName: z.string().optional(),
});
const envelope = z.object({
  resourceLogs: z
    .array(
      z.object({
        resource,
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
  for (const { resource: sender, scopeLogs } of parsed.data.resourceLogs) {
    const about = toObject(sender?.attributes ?? []);
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
