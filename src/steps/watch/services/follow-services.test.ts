import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { intakeRoutes } from '#intake/http/intake-routes.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { describeService } from '../verbs/describe-service.ts';
import { removeSlo } from '../verbs/remove-slo.ts';
import { setSlo } from '../verbs/set-slo.ts';
import type { MapEdge, SystemRef } from './make-map.ts';
import { followServices } from './start-following-services.ts';
import { listNotes, takeServiceLook } from './store.ts';

let house: TestHouse;
let server: ReturnType<typeof serve>;
let app: Hono;
let url: string;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  server = serve({ fetch: (request) => app.fetch(request), port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/in/v1/traces`;
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await house[Symbol.asyncDispose]();
});

async function openShop() {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  app = new Hono().route('/in', intakeRoutes({ house, authorise: async () => ({ org, shop, source: 'src_traces' }) }));
  return { org, shop };
}

const look = async (org: OrgId, shop: ShopId) => {
  await followServices(house, org, shop, 'test');
  return (await house.state.inOrg(org, (db) => takeServiceLook(db, shop)))?.look;
};
const told = async (org: OrgId) =>
  (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000)))
    .filter(({ kind }) => /slo-(burning|recovered)/.test(kind))
    .map(({ kind, payload }) => [kind, (payload as { severity?: string }).severity, (payload as { title: string }).title]);

/** Three programs with OpenTelemetry's own SDK: a shop front that calls checkout, which calls a gateway, a database and a queue that mailer reads. */
async function runServices(now: number, orders: number, failing: number) {
  const open = (name: string, more: Record<string, string> = {}) => {
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': name, 'host.name': `${name}-1`, ...more }),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
    });
    return { provider, tracer: provider.getTracer('test') };
  };
  const front = open('front');
  const checkout = open('checkout', { 'service.version': '1.4.0', 'service.criticality': 'critical' });
  const mailer = open('mailer');
  type Maker = typeof front.tracer;
  const step = (at: number, took: number, tracer: Maker, name: string, kind: SpanKind, parent: ReturnType<Maker['startSpan']> | null) => {
    const inside = parent === null ? context.active() : trace.setSpan(context.active(), parent);
    const span = tracer.startSpan(name, { kind, startTime: at }, inside);
    return Object.assign(span, { done: (attributes: Record<string, string | number>) => span.setAttributes(attributes).end(at + took) });
  };
  for (let nth = 0; nth < orders; nth++) {
    const at = now - 4 * MINUTE + nth * 1_000;
    const isFailing = nth < failing;
    const asked = step(at, 200, front.tracer, 'POST /checkout', SpanKind.SERVER, null);
    const call = step(at + 1, 190, front.tracer, 'POST', SpanKind.CLIENT, asked);
    const served = step(at + 2, 180, checkout.tracer, 'POST /orders', SpanKind.SERVER, call);
    const paying = step(at + 3, 90, checkout.tracer, 'POST', SpanKind.CLIENT, served);
    if (isFailing) for (const span of [paying, served]) span.setStatus({ code: SpanStatusCode.ERROR });
    paying.done({ 'server.address': 'api.gateway.example', 'http.response.status_code': isFailing ? 503 : 200 });
    step(at + 95, 5, checkout.tracer, 'INSERT', SpanKind.CLIENT, served).done({ 'db.system.name': 'postgresql', 'server.address': 'db-1' });
    const sending = step(at + 100, 2, checkout.tracer, 'send', SpanKind.PRODUCER, served);
    step(at + 110, 40, mailer.tracer, 'process', SpanKind.CONSUMER, sending).done({
      ...{ 'messaging.system': 'rabbitmq', 'messaging.destination.name': 'orders' },
    });
    sending.done({ 'messaging.system': 'rabbitmq', 'messaging.destination.name': 'orders', 'server.address': 'mq-1' });
    served.done({ 'http.response.status_code': isFailing ? 502 : 201 });
    call.done({ 'server.address': 'checkout.internal', 'http.response.status_code': isFailing ? 502 : 201 });
    asked.done({});
  }
  await Promise.all([front, checkout, mailer].map(({ provider }) => provider.shutdown()));
}

const called = ({ from, to }: MapEdge) => [from, to].map(({ name, outside }: SystemRef) => (outside ? `(${name})` : name)).join(' → ');

it('spans of three services become a map with who calls whom, what fails and what is outside', async () => {
  const now = Date.now();
  house.setNow(new Date(now));
  const { org, shop } = await openShop();
  await runServices(now, 40, 10);
  const point = {
    shop_id: shop,
    source_id: 'src',
    at: new Date(now - MINUTE),
    received_at: new Date(now),
    service: '',
    kind: 'gauge',
    unit: '1',
  };
  await house.telemetry.insert(org, 'metric_points', [
    { ...point, host: 'front-1', name: 'system.memory.utilization', value: 0.95, attributes: '{"state":"used"}' },
    { ...point, host: 'front-1', name: 'system.memory.utilization', value: 0.05, attributes: '{"state":"free"}' },
    { ...point, host: 'front-1', name: 'system.cpu.utilization', value: 0.75, attributes: '{"cpu":"cpu0","state":"idle"}' },
    { ...point, host: 'elsewhere', name: 'system.cpu.utilization', value: 0, attributes: '{"cpu":"cpu0","state":"idle"}' },
  ]);
  const seen = await look(org, shop);
  expect(seen?.edges.map(called).sort()).toEqual([
    '(orders) → mailer',
    'checkout → (api.gateway.example)',
    'checkout → (db-1)',
    'checkout → (orders)',
    'front → checkout',
  ]);
  const system = (name: string) => seen?.systems.find((one) => one.name === name);
  expect(system('checkout')).toMatchObject({
    ...{ kind: 'service', state: 'bad', why: ['fails'], versions: ['1.4.0'], places: ['checkout-1'], criticality: 'critical' },
    now: { calls: 40, errors: 10, errorShare: 0.25 },
  });
  expect((system('checkout')?.now.p50 ?? 0) / 180).toBeCloseTo(1, 1);
  expect(system('mailer')).toMatchObject({ state: 'fine', now: { calls: 40, errors: 0 } });
  expect(system('front')).toMatchObject({ state: 'unusual', why: ['full'], outside: false });
  expect(system('front')?.saturation.map(({ what, share }) => [what, share])).toEqual([
    ['cpu', 0.25],
    ['memory', 0.95],
  ]);
  expect(system('checkout')?.saturation).toEqual([]);
  expect([system('db-1')?.kind, system('orders')?.kind, system('api.gateway.example')?.kind]).toEqual(['database', 'queue', 'host']);
  expect(system('api.gateway.example')).toMatchObject({ outside: true, state: 'bad', now: { errors: 10 } });
  expect(seen?.edges.find((edge) => called(edge) === 'front → checkout')).toMatchObject({ standing: { now: { calls: 40, errors: 10 } } });

  house.setNow(new Date(now + 20 * MINUTE));
  expect((await look(org, shop))?.systems.map(({ state }) => state)).toEqual(Array(6).fill('unwatched'));
  house.setNow(new Date(now));
  const other = await openShop();
  expect(await look(other.org, other.shop)).toBeUndefined();
});

it('a goal that is missed fast is told once with how much is left, whoever looks, and that it holds again', async () => {
  const now = Date.now();
  house.setNow(new Date(now));
  const { org, shop } = await openShop();
  await runServices(now, 60, 20);
  const { slo } = await setSlo(house.scope(org, 'owner'), { shop, service: 'checkout', kind: 'availability', target: 99.5 });
  await setSlo(house.scope(org, 'owner'), {
    shop,
    service: 'checkout',
    far: 'api.gateway.example',
    kind: 'latency',
    withinMs: 1_000,
    target: 99,
  });
  const seen = await look(org, shop);
  expect(seen?.slos).toMatchObject([
    { state: 'burning', rule: 'fast', severity: 'high' },
    { state: 'fine', left: 1 },
  ]);
  await Promise.all(['a', 'b', 'c'].map((holder) => followServices(house, org, shop, holder)));
  const title =
    'checkout: the goal of 99.5 % without error is being missed, 67 times faster than it allows over 1h; 0 % of the 28 days’ budget left';
  expect(await told(org)).toEqual([['watch.slo-burning', 'high', title]]);

  house.setNow(new Date(now + 3 * HOUR));
  const rows = Array.from({ length: 6_000 }, (_, nth) => ({
    ...{ shop_id: shop, source_id: 'src_traces', received_at: new Date(now), at: new Date(now + 3 * HOUR - (nth % 59) * MINUTE) },
    ...{ trace_id: String(nth), span_id: String(nth), parent_id: '', service: 'checkout', name: 'POST', kind: 'server', status: 'ok' },
    duration_ms: 100,
  }));
  await house.telemetry.insert(org, 'spans', rows);
  await look(org, shop);
  expect((await told(org)).at(-1)?.slice(0, 2)).toEqual(['watch.slo-recovered', undefined]);
  await removeSlo(house.scope(org, 'owner'), { slo });
  await expect(removeSlo(house.scope(org, 'owner'), { slo })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('people say what a system is', async () => {
  const { org, shop } = await openShop();
  const said = { system: 'checkout', name: 'Checkout', owner: 'Team Basket', place: 'Frankfurt', criticality: 'high' } as const;
  await describeService(house.scope(org, 'owner'), { shop, ...said });
  await describeService(house.scope(org, 'owner'), { shop, ...said, name: 'Basket and checkout' });
  expect(await house.state.inOrg(org, (db) => listNotes(db, shop))).toMatchObject([{ title: 'Basket and checkout', owner: 'Team Basket' }]);
  await expect(describeService(house.scope(org, 'viewer'), { shop, ...said })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});
