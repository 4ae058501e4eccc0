import { type Context, Hono } from 'hono';
import type { House } from '#engines/house.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { openPointRows, type PointRows } from '../prometheus/point-rows.ts';
import { addWriteRoute } from '../prometheus/write-route.ts';
import { beginDelivery, countOf, hashOf, type Made, type Row, type Sender, storeDelivery } from './delivery.ts';
import { type EventContext, type EventRows, makeEventRows } from './make-event-rows.ts';
import { makeMetricRows } from './make-metric-rows.ts';
import { makeSpanRows } from './make-span-rows.ts';
import { decodeRequest, encodeMessage, type OtlpSignal } from './otlp-schema.ts';
import { readLimited } from './read-limited.ts';
import { readNdjson } from './read-ndjson.ts';
import { readOtlpLogs } from './read-otlp-logs.ts';
import { readOtlpMetrics } from './read-otlp-metrics.ts';
import { readOtlpTraces, type SpanItem } from './read-otlp-traces.ts';
import { readPointBytes } from './read-point-bytes.ts';
import { addReportRoutes } from './report-routes.ts';
import { openSpanColumns } from './span-columns.ts';
import { takeSpanBytes } from './take-span-bytes.ts';

export interface IntakeRouteOptions {
  readonly house: House;
  /** Who stands behind a request's key, or null. May throw a ShopbellError of its own. */
  readonly authorise: (c: Context) => Promise<Sender | null>;
  /** Throws DISK_LOW when nothing more should be written. */
  readonly checkDisk?: () => Promise<void>;
  /** Places for what is worked on at once: a delivery takes one for each 4 MiB of it. More get 429 (default 64). */
  readonly atOnce?: number;
}

/** Bodies that may be under way at once: at 4 MiB each this bounds their memory. */
const READ_AT_ONCE = 32;
const A_PLACE = 4 * 1024 * 1024;

/**
 * HTTP intake, mounted at `/in`: `POST /ndjson`, `POST /v1/logs`, `/v1/traces`, `/v1/metrics` (OTLP as JSON or protobuf), and
 * `POST /v1/write` (remote write of Prometheus).
 * Answers 200 only when the rows are durable. The same delivery sent again (same Idempotency-Key, or the same OTLP body) is stored once.
 */
export function intakeRoutes(options: IntakeRouteOptions): Hono {
  const app = new Hono();
  const reading = slots(READ_AT_ONCE);
  const working = slots(options.atOnce ?? 64);
  // Bodies have places of their own: senders that drip theirs hold up nobody who is ready to be stored.
  const guarded = async (c: Context, work: (sender: Sender, body: Buffer) => Promise<Response>): Promise<Response> => {
    const sender = await options.authorise(c);
    if (!sender) throw new ShopbellError('KEY_REFUSED');
    const body = await reading(() => readLimited(c.req.raw));
    return working(
      async () => {
        await options.checkDisk?.();
        return work(sender, body);
      },
      Math.ceil(body.length / A_PLACE),
    );
  };
  app.post('/ndjson', (c) =>
    guarded(c, async (sender, bytes) => {
      const key = c.req.header('idempotency-key');
      const delivery = await beginDelivery(options.house, sender, key ? hashOf(key) : null);
      const made = ofEvents(makeEventRows(delivery.context, readNdjson(bytes.toString('utf8'))));
      await storeDelivery(options.house, sender, delivery, made, bytes.length);
      const rejected = made.rejected.slice(0, 100).map((line) => ({ line: line.offset + 1, reason: line.reason }));
      return c.json({ accepted: countOf(made), rejectedCount: made.rejected.length, rejected });
    }),
  );
  for (const signal of ['logs', 'traces', 'metrics'] as const) {
    app.post(`/v1/${signal}`, (c) =>
      guarded(c, async (sender, bytes) => {
        const take = TAKES[signal];
        const delivery = await beginDelivery(options.house, sender, hashOf(c.req.header('idempotency-key') ?? bytes));
        const size = bytes.length;
        const made = isProtobuf(c) ? takeBytes(signal, delivery.context, bytes) : take(delivery.context, parseOtlp(signal, bytes, false));
        if (made === null) throw new ShopbellError('INPUT_INVALID', { reason: `the body is not an OTLP request with ${signal}` });
        release(bytes);
        await storeDelivery(options.house, sender, delivery, made, size);
        return answerOtlp(c, signal, made);
      }),
    );
  }
  addWriteRoute(app, options.house, guarded);
  addReportRoutes(app, options);
  app.onError((thrown, c) => answerError(options.house, c, thrown));
  return app;
}

/** Runs work while there is a place free; throws TOO_MANY when there is none. */
function slots(most: number): <T>(work: () => Promise<T>, places?: number) => Promise<T> {
  let taken = 0;
  return async (work, places = 1) => {
    if (taken >= most) throw new ShopbellError('TOO_MANY', { seconds: 1 });
    taken += places;
    try {
      return await work();
    } finally {
      taken -= places;
    }
  };
}

/** Gives a body's memory back at once: by the second there would be so much of it that the whole heap is looked through for it. */
function release(bytes: Buffer): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && bytes.byteLength * 2 > buffer.byteLength) buffer.transfer(0);
}

function isProtobuf(c: Context): boolean {
  return /^application\/(x-)?protobuf\b/i.test(c.req.header('content-type') ?? '');
}

function parseOtlp(signal: OtlpSignal, bytes: Buffer, protobuf: boolean): unknown {
  try {
    return protobuf ? decodeRequest(signal, bytes) : JSON.parse(bytes.toString('utf8'));
  } catch (thrown) {
    throw new ShopbellError('INPUT_INVALID', { reason: `the body cannot be decoded: ${messageOf(thrown).slice(0, 120)}` });
  }
}

function ofEvents({ requests, events, sightings, rejected }: EventRows): Made {
  return { tables: { requests: requests as readonly object[] as readonly Row[], application_events: events, sightings }, rejected };
}

/** Reads and redacts a decoded OTLP body; `null` when it is none. */
const TAKES: Readonly<Record<OtlpSignal, (context: EventContext, body: unknown) => Made | null>> = {
  logs: (context, body) => {
    const items = readOtlpLogs(body);
    return items === null ? null : ofEvents(makeEventRows(context, items));
  },
  traces: (context, body) => {
    const items = readOtlpTraces(body);
    if (items === null) return null;
    return ofSpans(context, items);
  },
  metrics: (context, body) => {
    const items = readOtlpMetrics(body);
    if (items === null) return null;
    return ofPoints(makeMetricRows(context, items));
  },
};

function ofSpans(context: EventContext, items: readonly (SpanItem | string)[]): Made {
  const { spans, sightings, rejected } = makeSpanRows(context, items);
  return { tables: { spans, sightings }, rejected };
}

function ofPoints({ rows, rejected }: PointRows): Made {
  return { tables: { metric_points: rows }, rejected };
}

/** Spans and points come by the hundred thousand: in protobuf they are read without objects for all that they are made of. */
function takeBytes(signal: OtlpSignal, context: EventContext, bytes: Buffer): Made | null {
  if (signal === 'logs') return TAKES.logs(context, parseOtlp(signal, bytes, true));
  try {
    if (signal === 'traces') {
      const columns = openSpanColumns(context, Math.max(64, Math.ceil(bytes.length / 300)));
      takeSpanBytes(bytes, columns);
      return { tables: { spans: columns.rows, sightings: columns.sightings.take() }, rejected: columns.rejected };
    }
    const points = openPointRows(context, Math.max(256, Math.ceil(bytes.length / 100)));
    readPointBytes(bytes, points);
    return ofPoints(points);
  } catch (thrown) {
    throw new ShopbellError('INPUT_INVALID', { reason: `the body cannot be decoded: ${messageOf(thrown).slice(0, 120)}` });
  }
}

const ANSWERS = {
  logs: ['ExportLogsServiceResponse', 'rejectedLogRecords'],
  traces: ['ExportTraceServiceResponse', 'rejectedSpans'],
  metrics: ['ExportMetricsServiceResponse', 'rejectedDataPoints'],
} as const;

function answerOtlp(c: Context, signal: OtlpSignal, { rejected }: Made): Response {
  const [type, count] = ANSWERS[signal];
  const reasons = [...new Set(rejected.map((line) => line.reason))].join('; ');
  const partial = rejected.length === 0 ? {} : { partialSuccess: { [count]: rejected.length, errorMessage: reasons } };
  if (!isProtobuf(c)) return c.json(partial);
  return c.body(toBody(encodeMessage(type, partial)), 200, { 'Content-Type': 'application/x-protobuf' });
}

function toBody(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** What may be sent again says so: 429 and 503 with Retry-After. */
function answerError(house: House, c: Context, thrown: Error): Response {
  const error = thrown instanceof ShopbellError ? thrown : new ShopbellError('DEFECT', {}, { cause: thrown });
  if (error.code === 'DEFECT') house.log.error('HTTP intake failed', { reason: messageOf(thrown) });
  const later = error.code === 'TELEMETRY_DOWN' || error.code === 'STATE_DOWN' || error.code === 'DISK_LOW';
  const status = later ? 503 : error.status;
  if (later || error.code === 'TOO_MANY') c.header('Retry-After', later ? '5' : '1');
  // A Prometheus server logs the answer as text.
  if (isProtobuf(c) && !c.req.path.endsWith('/v1/write')) {
    c.header('Content-Type', 'application/x-protobuf');
    return c.body(toBody(encodeMessage('Status', { code: status === 400 ? 3 : 2, message: error.message })), status as 400);
  }
  return c.json({ error: { code: error.code, message: error.message, remedy: error.remedy } }, status as 400);
}
