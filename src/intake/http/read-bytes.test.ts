import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openPointRows } from '../prometheus/point-rows.ts';
import { localKeys } from '../seal-keys.ts';
import { makeMetricRows } from './make-metric-rows.ts';
import { decodeRequest, encodeMessage } from './otlp-schema.ts';
import { readOtlpMetrics } from './read-otlp-metrics.ts';
import { readOtlpTraces } from './read-otlp-traces.ts';
import { readPointBytes } from './read-point-bytes.ts';
import { readSpanBytes } from './read-span-bytes.ts';

const NOW = Date.UTC(2026, 10, 30);
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('anna@shop.example', '4111111111111111', ''));
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('value'), { maxLength: 3 }) }) }),
    fc.record({ kvlistValue: fc.record({ values: fc.array(fc.record({ key: text, value: tie('value') }), { maxLength: 3 }) }) }),
  ),
}));
const attributes = fc.array(fc.record({ key: text, value: anyValue }), { maxLength: 5 });
const sender = fc.record({ attributes: fc.constant([{ key: 'service.name', value: { stringValue: 'a' } }]) });
const nanos = fc.bigInt({ min: 0n, max: BigInt(NOW) * 1_000_000n }).map(String);
const id = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const span = fc.record({
  ...{ traceId: fc.oneof(id(16), id(3)), spanId: id(8), parentSpanId: fc.option(id(8), { nil: undefined }), name: text },
  ...{ kind: fc.integer({ min: 0, max: 7 }), startTimeUnixNano: nanos, endTimeUnixNano: nanos, attributes },
  events: fc.array(fc.record({ name: text, attributes }), { maxLength: 3 }),
  status: fc.record({ message: text, code: fc.integer({ min: 0, max: 4 }) }),
});
const traces = fc.record({
  resourceSpans: fc.array(
    fc.record({ resource: sender, scopeSpans: fc.array(fc.record({ spans: fc.array(span, { maxLength: 3 }) }), { maxLength: 2 }) }),
    {
      maxLength: 2,
    },
  ),
});

it('spans read from bytes are those that the objects of the same bytes hold', () => {
  fc.assert(
    fc.property(traces, (message) => {
      const bytes = encodeMessage('ExportTraceServiceRequest', message);
      const slow = readOtlpTraces(decodeRequest('traces', bytes)) ?? [];
      const fast = readSpanBytes(bytes);
      expect(fast.map(withoutLength)).toEqual(slow.map(withoutLength));
      for (const [nth, one] of fast.entries()) expect(lengthOf(one)).toBeCloseTo(lengthOf(slow[nth]), 3);
    }),
    { numRuns: 300 },
  );
});
type Item = ReturnType<typeof readSpanBytes>[number];
const withoutLength = (item: Item) => (typeof item === 'string' ? item : { ...item, durationMs: item.durationMs === null });
const lengthOf = (item: Item | undefined) => (typeof item === 'object' ? (item.durationMs ?? -1) : -1);

const shared = { timeUnixNano: nanos, attributes };
const counted = fc.record({ ...shared, count: fc.nat().map(String), sum: fc.double({ noNaN: true, noDefaultInfinity: true }) });
const plain = fc.oneof(
  fc.record({ ...shared, asDouble: fc.double() }),
  fc.record({ ...shared, asInt: fc.integer().map(String) }),
  fc.record(shared),
);
const data = (point: fc.Arbitrary<object>) =>
  fc.record({
    dataPoints: fc.array(point, { maxLength: 3 }),
    aggregationTemporality: fc.integer({ min: 0, max: 2 }),
    isMonotonic: fc.boolean(),
  });
const metric = fc.oneof(
  fc.record({ name: text, unit: text, gauge: data(plain) }),
  fc.record({ name: text, unit: text, sum: data(plain) }),
  fc.record({ name: text, unit: text, histogram: data(counted) }),
  fc.record({ name: text, unit: text, exponentialHistogram: data(counted) }),
  fc.record({ name: text, unit: text, summary: data(counted) }),
);
const metrics = fc.record({
  resourceMetrics: fc.array(
    fc.record({ resource: sender, scopeMetrics: fc.array(fc.record({ metrics: fc.array(metric, { maxLength: 3 }) }), { maxLength: 2 }) }),
    { maxLength: 2 },
  ),
});
const context = {
  ...{ shop: 'shop_1', source: 'src_1', now: new Date(NOW), maxAgeMs: NOW + 1, delivery: 'x', keys: localKeys(new Uint8Array(32)) },
  map: null as never,
};

it('points read from bytes become the rows that the objects of the same bytes become', () => {
  fc.assert(
    fc.property(metrics, (message) => {
      const bytes = encodeMessage('ExportMetricsServiceRequest', message);
      const slow = makeMetricRows(context, readOtlpMetrics(decodeRequest('metrics', bytes)) ?? []);
      const fast = openPointRows(context);
      readPointBytes(bytes, fast);
      expect([fast.rows.rows(), fast.rejected]).toEqual([slow.rows.rows(), slow.rejected]);
    }),
    { numRuns: 300 },
  );
});

it('whole numbers below zero are read as they are', () => {
  const attributes = [{ key: 'anna@shop.example', value: { arrayValue: { values: [{ intValue: '-1' }] } } }];
  const summary = { dataPoints: [{ timeUnixNano: '0', attributes, count: '0', sum: -0 }] };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'a' } }] };
  const bytes = encodeMessage('ExportMetricsServiceRequest', {
    resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [{ name: 'of nothing', unit: '', summary }] }] }],
  });
  const slow = makeMetricRows(context, readOtlpMetrics(decodeRequest('metrics', bytes)) ?? []);
  const fast = openPointRows(context);
  readPointBytes(bytes, fast);
  expect([fast.rows.rows(), fast.rejected]).toEqual([slow.rows.rows(), slow.rejected]);
});

it('bytes that were disturbed are read or refused, never more', () => {
  fc.assert(
    fc.property(fc.oneof(traces, metrics), fc.nat({ max: 2_000 }), fc.nat({ max: 255 }), (message, at, byte) => {
      const isTraces = 'resourceSpans' in message;
      const bytes = encodeMessage(isTraces ? 'ExportTraceServiceRequest' : 'ExportMetricsServiceRequest', message);
      if (at < bytes.length) bytes[at] = byte;
      try {
        if (isTraces) readSpanBytes(bytes);
        else readPointBytes(bytes, openPointRows(context));
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Error);
      }
    }),
    { numRuns: 500 },
  );
});
