import { makeSeries, openPointRows, type PointRows } from '../prometheus/point-rows.ts';
import type { EventContext } from './make-event-rows.ts';
import type { PointItem } from './read-otlp-metrics.ts';

/** Turns points of metrics into rows that may be stored. */
export function makeMetricRows(context: EventContext, items: readonly (PointItem | string)[]): PointRows {
  const points = openPointRows(context, items.length);
  for (const item of items) {
    if (typeof item === 'string') points.refuse(item);
    else points.put(makeSeries(item), item.kind, item.value, item.count, item.at);
  }
  return points;
}
