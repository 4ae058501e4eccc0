import { z } from 'zod';
import type { Json } from '../formats/scan-json.ts';
import { keyValue, long, nanos, resource, toObject } from './otlp-values.ts';

/** One point of a metric as it was sent. */
export interface PointItem {
  /** Ms since 1970, or null when it did not say. */
  readonly at: number | null;
  readonly service: string;
  readonly host: string;
  readonly name: string;
  readonly unit: string;
  /** `gauge`, `summary`, or `sum`, `counter` and `histogram` with `-delta` or `-cumulative`. */
  readonly kind: string;
  /** The number, or the sum of what was counted. */
  readonly value: number;
  /** How many were counted; 0 for plain numbers. */
  readonly count: number;
  readonly attributes: Json;
}

const number = z.union([z.number(), z.string()]).optional();
const point = z.object({
  timeUnixNano: long,
  asDouble: number,
  asInt: number,
  count: number,
  sum: number,
  attributes: z.array(keyValue).default([]),
});
const points = z.object({ dataPoints: z.array(point).default([]), aggregationTemporality: number, isMonotonic: z.boolean().optional() });
const metric = z.object({
  name: z.string().min(1),
  unit: z.string().default(''),
  gauge: points.nullish(),
  sum: points.nullish(),
  histogram: points.nullish(),
  exponentialHistogram: points.nullish(),
  summary: points.nullish(),
});
const envelope = z.object({
  resourceMetrics: z
    .array(z.object({ resource, scopeMetrics: z.array(z.object({ metrics: z.array(z.unknown()).default([]) })).default([]) }))
    .default([]),
});

/** Points of an OTLP request (its JSON shape), each a point or the reason why not. `null` when it is no such request. */
export function readOtlpMetrics(body: unknown): (PointItem | string)[] | null {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return null;
  const items: (PointItem | string)[] = [];
  for (const { resource: sender, scopeMetrics } of parsed.data.resourceMetrics) {
    const about = toObject(sender?.attributes ?? []);
    const from = { service: text(about['service.name']), host: text(about['host.name']) };
    for (const scope of scopeMetrics) {
      for (const raw of scope.metrics) {
        const read = metric.safeParse(raw);
        if (read.success) items.push(...pointsOf(read.data, from));
        else items.push('not a metric');
      }
    }
  }
  return items;
}

function pointsOf(read: z.output<typeof metric>, from: { readonly service: string; readonly host: string }): (PointItem | string)[] {
  const { name, unit } = read;
  const kinds = [
    ['gauge', read.gauge],
    [read.sum?.isMonotonic ? 'counter' : 'sum', read.sum],
    ['histogram', read.histogram],
    ['histogram', read.exponentialHistogram],
    ['summary', read.summary],
  ] as const;
  return kinds.flatMap(([kind, data]) =>
    (data?.dataPoints ?? []).map((one): PointItem | string => {
      const value = Number(one.asDouble ?? one.asInt ?? one.sum ?? (one.count === undefined ? Number.NaN : 0));
      if (!Number.isFinite(value)) return 'a point without a number';
      const count = Number(one.count ?? 0);
      return {
        ...{ at: nanos(one.timeUnixNano), ...from, name, unit, value, attributes: toObject(one.attributes) },
        kind: kind === 'gauge' || kind === 'summary' ? kind : `${kind}-${isDelta(data?.aggregationTemporality) ? 'delta' : 'cumulative'}`,
        count: Number.isSafeInteger(count) && count >= 0 ? count : 0,
      };
    }),
  );
}

function isDelta(temporality: string | number | undefined): boolean {
  return temporality === 1 || temporality === '1' || /_DELTA$/.test(String(temporality));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
