import fc from 'fast-check';
import { expect, it } from 'vitest';
import { localKeys } from '../seal-keys.ts';
import { makeSpanRows, sizes, telling } from './make-span-rows.ts';
import { encodeMessage } from './otlp-schema.ts';
import { readSpanBytes } from './read-span-bytes.ts';
import { openSpanColumns } from './span-columns.ts';
import { takeSpanBytes } from './take-span-bytes.ts';

const NOW = Date.UTC(2026, 10, 30);
const context = {
  ...{ shop: 'shop_1', source: 'source_1', map: null as never, keys: localKeys(new Uint8Array(32)) },
  ...{ now: new Date(NOW), maxAgeMs: 90 * 86_400_000, delivery: 'in-1' },
};

const key = fc.oneof(
  fc.constantFrom(...telling.texts, ...telling.urls, ...Object.values(sizes).flat(), 'url.path', 'url.query', 'user_agent.original'),
  fc.constantFrom('db.query.text', 'user.email', 'enduser.id', 'http.request.header.cookie', 'password', 'session.id', 'note', 'code'),
  fc.constantFrom('1', '__proto__', 'anna@shop.example', '', 'ключ', 'net.sock.peer.addr', 'token', 'a.b.c'),
);
const text = fc.oneof(
  fc.constantFrom(
    'GET',
    'shop.example',
    'https://shop.example/a?b=1',
    'http://pay.test:8080/x',
    'anna@shop.example',
    '4111111111111111',
    '',
  ),
  fc.constantFrom(
    '/order/17?token=abcdef123456',
    'select * from c where id = 17',
    'Basic YWRtaW46YWRtaW4x',
    'redis',
    'kafka',
    'x'.repeat(500),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const value = fc.oneof(
  fc.record({ stringValue: text }),
  fc.record({
    intValue: fc.oneof(fc.bigInt({ min: -5n, max: 70_000n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map(String),
  }),
  fc.record({ boolValue: fc.boolean() }),
  fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  fc.record({ arrayValue: fc.record({ values: fc.array(fc.record({ stringValue: text }), { maxLength: 2 }) }) }),
);
const pairs = fc.array(fc.record({ key, value: fc.option(value, { nil: undefined }) }), { maxLength: 9 });
const id = (length: number) =>
  fc.oneof(fc.uint8Array({ minLength: length, maxLength: length }), fc.constantFrom(new Uint8Array(length), new Uint8Array(3)));
const nanos = fc.oneof(
  fc.bigInt({ min: BigInt(NOW - 86_400_000), max: BigInt(NOW) }).map((ms) => String(ms * 1_000_000n + 17n)),
  fc.bigInt({ min: 0n, max: 2n ** 63n }).map(String),
);
const span = fc.record({
  ...{
    traceId: id(16),
    spanId: id(8),
    parentSpanId: fc.option(id(8), { nil: undefined }),
    name: text,
    kind: fc.integer({ min: 0, max: 7 }),
  },
  ...{ startTimeUnixNano: nanos, endTimeUnixNano: nanos, attributes: pairs },
  events: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant([{ name: 'exception', attributes: [] }]) },
  ),
  status: fc.option(
    fc.record({ message: fc.constantFrom('', '', 'refused for anna@shop.example'), code: fc.integer({ min: 0, max: 4 }) }),
    { nil: undefined },
  ),
});
const traces = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes: pairs }),
      scopeSpans: fc.array(fc.record({ spans: fc.array(span, { maxLength: 4 }) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
});

function take(bytes: Uint8Array) {
  const columns = openSpanColumns(context, 4);
  takeSpanBytes(bytes, columns);
  return { rows: columns.rows.rows().map(plain), rejected: columns.rejected, sightings: columns.sightings.take() };
}

function plain(row: Readonly<Record<string, unknown>>): unknown {
  return { ...row, at: Number(row.at), received_at: Number(row.received_at) };
}

it('spans in columns are the rows that objects of the same bytes make, whatever was read before', () => {
  fc.assert(
    fc.property(traces, (message) => {
      const bytes = Buffer.from(encodeMessage('ExportTraceServiceRequest', message));
      const { spans, rejected, sightings } = makeSpanRows(context, readSpanBytes(bytes));
      const expected = { rows: spans.map(plain), rejected, sightings };
      expect(take(bytes)).toEqual(expected);
      expect(take(bytes)).toEqual(expected);
    }),
    { numRuns: 1500 },
  );
});

it('bytes that are no request are refused, and what was known stays true', () => {
  const message = {
    resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(2), name: 'a' }] }] }],
  };
  const bytes = Buffer.from(encodeMessage('ExportTraceServiceRequest', message));
  const whole = take(bytes);
  expect(whole.rows).toHaveLength(1);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const broken = Buffer.from(bytes);
      broken[at] = byte;
      for (const some of [broken, bytes.subarray(0, at)]) {
        let expected: unknown = null;
        try {
          expected = makeSpanRows(context, readSpanBytes(some)).spans.map(plain);
        } catch {
          expect(() => take(some)).toThrow();
        }
        if (expected !== null) expect(take(some).rows).toEqual(expected);
      }
    }),
    { numRuns: 500 },
  );
  expect(take(bytes)).toEqual(whole);
});
