import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { sourceHealth } from '../health/source-health.ts';
import { intakeRoutes } from './intake-routes.ts';
import { withoutValues } from './span-attributes.ts';

let house: TestHouse;
let org: OrgId;
let app: Hono;
let url: string;
let server: ReturnType<typeof serve>;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  server = serve({ fetch: (request) => app.fetch(request), port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/in`;
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await house[Symbol.asyncDispose]();
});
beforeEach(() => {
  org = house.newOrg();
  const sender = { shop: 'shop_1', source: 'src_1' };
  app = new Hono().route('/in', intakeRoutes({ house, authorise: async () => ({ org, ...sender }) }));
});

const resource = resourceFromAttributes({ 'service.name': 'shop', 'host.name': 'web-1' });
const all = (table: string) => house.telemetry.query<Record<string, string | number>>(org, `select * from @${table} order by at, name`);
const post = (path: string, body: unknown) =>
  app.request(`/in${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

it('spans of a real exporter are stored once, with the other side named and nobody’s data in the clear', async () => {
  const provider = new TracerProvider({
    resource,
    spanProcessors: [new SimpleSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${url}/v1/traces` }) })],
  });
  const tracer = provider.getTracer('test');
  const calls = {
    'POST https://api.courier.example/v2/labels': {
      'http.request.method': 'POST',
      'url.full': 'https://API.courier.example:443/v2/labels?email=anna.nowak@mail.example&token=abcdefghijklmnop1234',
      'http.response.status_code': 201,
      'http.request.body.size': 5120,
      'http.response.body.size': 300,
      'enduser.id': 'anna.nowak',
      'http.request.header.authorization': ['Bearer secret-secret-secret'],
    },
    'old words': { 'http.method': 'GET', 'http.url': 'http://10.0.0.7/stock', 'net.peer.name': 'erp.internal', 'http.status_code': 200 },
    'SELECT shop.customers': {
      'db.system': 'mysql',
      'db.statement': "SELECT * FROM customers WHERE mail = 'anna.nowak@mail.example' AND id IN (17, 18, 19)",
      'server.address': 'db.internal',
    },
  };
  for (const [name, attributes] of Object.entries(calls)) {
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes });
    span.recordException(new Error('no answer for anna.nowak@mail.example'));
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
  tracer
    .startSpan('GET /account', { kind: SpanKind.SERVER, attributes: { 'http.response.body.size': 900, 'server.address': 'shop' } })
    .end();
  const body = JSON.stringify({ order: { id: 7, billing: { email: 'anna.nowak@mail.example' } } });
  const message = { 'messaging.system': 'rabbitmq', 'messaging.destination.name': 'orders.new', 'messaging.message.body': body };
  tracer.startSpan('publish orders.new', { kind: SpanKind.PRODUCER, attributes: message }).end();
  await provider.shutdown();
  const spans = await all('spans');
  const bySide = Object.fromEntries(spans.map((row) => [row.peer, row]));
  expect(bySide['api.courier.example']).toMatchObject({
    kind: 'client',
    method: 'POST',
    http_status: 201,
    bytes_sent: 5120,
    status: 'error',
  });
  expect(bySide['erp.internal']).toMatchObject({ method: 'GET', http_status: 200 });
  expect(bySide['db.internal']).toMatchObject({ db_system: 'mysql' });
  expect(bySide['']).toMatchObject({ kind: 'server', bytes_sent: 900, bytes_received: 0, service: 'shop' });
  expect(JSON.stringify(spans)).not.toMatch(/anna\.nowak|secret-secret|abcdefghijklmnop|17, 18/);
  const kinds = (await house.telemetry.query<{ kind: string; field: string }>(org, 'select kind, field from @sightings')).map(
    ({ kind, field }) => `${kind} ${field}`,
  );
  expect(kinds).toEqual(expect.arrayContaining(['email span.url.full', 'email span.db.statement', 'email span.said']));
  const [queued] = await house.telemetry.query<{ route: string; field: string }>(
    org,
    "select route, field from @sightings where field like 'message.%'",
  );
  expect(queued).toEqual({ route: 'orders.new', field: 'message.messaging.message.body.order.billing.email' });
});

it('metrics of a real exporter are stored with their kind', async () => {
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `${url}/v1/metrics` }),
    exportIntervalMillis: 60_000,
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  const meter = provider.getMeter('test');
  meter.createCounter('system.network.io', { unit: 'By' }).add(1234, { direction: 'transmit', device: 'eth0' });
  meter.createHistogram('http.server.request.duration', { unit: 's' }).record(0.25);
  meter.createGauge('queue.length').record(7);
  await provider.shutdown();
  expect(await all('metric_points')).toMatchObject([
    { name: 'http.server.request.duration', kind: 'histogram-cumulative', value: 0.25, count: 1, unit: 's' },
    { name: 'queue.length', kind: 'gauge', value: 7 },
    {
      name: 'system.network.io',
      kind: 'counter-cumulative',
      value: 1234,
      host: 'web-1',
      attributes: '{"direction":"transmit","device":"eth0"}',
    },
  ]);
});

it('what is half or wrong is counted and told, and the rest stored; the same body twice is stored once', async () => {
  const start = Date.now();
  const good = {
    traceId: '5B8EFFF798038103D269B633813FC60C',
    spanId: 'EEE19B7EC3C1B174',
    name: 'ok',
    kind: 'SPAN_KIND_CLIENT',
    startTimeUnixNano: String(start * 1e6),
    endTimeUnixNano: String((start + 20) * 1e6),
  };
  const spans = [good, { ...good, spanId: '00' }, { ...good, traceId: 5 }, { ...good, startTimeUnixNano: '1' }, null, 'x'];
  const body = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
  for (let time = 0; time < 2; time++) {
    const answer = await post('/v1/traces', body);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ partialSuccess: { rejectedSpans: 5 } });
  }
  expect(await all('spans')).toMatchObject([{ name: 'ok', kind: 'client', duration_ms: 20, trace_id: '5b8efff798038103d269b633813fc60c' }]);
  const points = [{ timeUnixNano: String(Date.now() * 1e6), asInt: '5' }, { asDouble: 'NaN' }, {}];
  const metric = {
    resourceMetrics: [
      { scopeMetrics: [{ metrics: [{ name: 'a', sum: { dataPoints: points, isMonotonic: true, aggregationTemporality: 1 } }, {}] }] },
    ],
  };
  expect(await (await post('/v1/metrics', metric)).json()).toMatchObject({ partialSuccess: { rejectedDataPoints: 3 } });
  expect(await all('metric_points')).toMatchObject([{ name: 'a', kind: 'counter-delta', value: 5 }]);
  for (const path of ['/v1/traces', '/v1/metrics']) expect((await post(path, { resourceSpans: 5, resourceMetrics: 5 })).status).toBe(400);
  const [health] = await sourceHealth(house.scope(org));
  expect(health).toMatchObject({ stored: 3 });
});

it('statements lose what they ask for and keep what they do', () => {
  expect(withoutValues("select * from orders2 o where o.id in (1,2, 3) and name = 'O''Hara' and x = $1 and y > 1.5e3")).toBe(
    'select * from orders2 o where o.id in (?) and name = ? and x = $1 and y > ?',
  );
  expect(withoutValues("insert into t values ('a\\'b', 5), ('unfinished")).toBe('insert into t values (?), (?');
});
