import type { TelemetryValue } from '#engines/telemetry/types.ts';
import { redactField } from '../redact/redact-query.ts';
import { redactText } from '../redact/redact-text.ts';
import type { EventContext, EventRows } from './make-event-rows.ts';
import type { PointItem } from './read-otlp-metrics.ts';
import { tooFar } from './too-far.ts';

export interface MetricRows extends Pick<EventRows, 'rejected'> {
  readonly points: readonly Readonly<Record<string, TelemetryValue>>[];
}

const MOST_ATTRIBUTES = 30;

/** Turns points of metrics into rows that may be stored. */
export function makeMetricRows(context: EventContext, items: readonly (PointItem | string)[]): MetricRows {
  const made: { points: Readonly<Record<string, TelemetryValue>>[]; rejected: EventRows['rejected'] } = { points: [], rejected: [] };
  for (const [nth, item] of items.entries()) {
    const reason = typeof item === 'string' ? item : tooFar(item.at, context);
    if (typeof item === 'string' || reason !== '') {
      made.rejected.push({ offset: nth, reason, sample: typeof item === 'string' ? '' : redactText(item.name.slice(0, 200)) });
      continue;
    }
    const attributes = Object.fromEntries(Object.entries(item.attributes).slice(0, MOST_ATTRIBUTES));
    made.points.push({
      shop_id: context.shop,
      source_id: context.source,
      at: new Date(item.at ?? context.now.getTime()),
      received_at: context.now,
      service: redactText(item.service.slice(0, 200)),
      host: redactText(item.host.slice(0, 200)),
      name: redactText(item.name.slice(0, 200)),
      unit: item.unit.slice(0, 40),
      kind: item.kind,
      value: item.value,
      count: item.count,
      attributes: JSON.stringify(redactField('', attributes)),
    });
  }
  return made;
}
