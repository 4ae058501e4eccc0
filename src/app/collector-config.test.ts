import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openIdentity } from '#engines/identity/open-identity.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { encodeMessage } from '#intake/http/otlp-schema.ts';
import { agentLine, makeKey, registerShop } from '#registry/index.ts';
import { listenHttp } from './listen-http.ts';
import { makeWebServer } from './make-web-app.tsx';

interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}
interface Configuration {
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly processors: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, { endpoint: string; compression: string; headers: Record<string, string> }>>;
  readonly service: { readonly pipelines: Readonly<Record<string, Pipeline>> };
}

const run = promisify(execFile);
let house: TestHouse;
let listening: Awaited<ReturnType<typeof listenHttp>>;
const stopping = new AbortController();
let url = '';

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({ telemetry: await openTelemetry({ path: `${folder}/telemetry`, retentionDays: null }) }));
  Object.defineProperty(house, 'publicUrl', { get: () => url });
  const { fetch } = makeWebServer({ house, identity: openIdentity(house), stopping: stopping.signal });
  listening = await listenHttp({ host: '127.0.0.1', port: 0, portIsFixed: false, fetch });
  url = `http://127.0.0.1:${listening.port}`;
});
afterAll(async () => {
  stopping.abort();
  await listening.close(100);
  await house[Symbol.asyncDispose]();
});

async function openShop() {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
  });
  const { text } = await makeKey(owner, { name: 'collector', permissions: ['send-telemetry'], shop });
  return { org, shop, text };
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const nanos = () => `${Date.now()}000000`;
const resource = { attributes: [text('service.name', 'checkout'), text('host.name', 'web-1')] };
const requests = {
  traces: () => {
    const ids = { traceId: Buffer.from('a0'.repeat(16), 'hex'), spanId: Buffer.from('b0'.repeat(8), 'hex') };
    const span = { ...ids, name: 'GET /cart', kind: 2, startTimeUnixNano: nanos(), endTimeUnixNano: nanos() };
    return encodeMessage('ExportTraceServiceRequest', { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
  },
  metrics: () => {
    const gauge = { dataPoints: [{ timeUnixNano: nanos(), asDouble: 0.25, attributes: [text('state', 'idle')] }] };
    const metrics = [{ name: 'system.cpu.utilization', gauge }];
    return encodeMessage('ExportMetricsServiceRequest', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
  },
  logs: () => {
    const logRecords = [{ timeUnixNano: nanos(), eventName: 'shop.export.made', attributes: [] }];
    return encodeMessage('ExportLogsServiceRequest', { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] });
  },
} as const;

it('the one line downloads a configuration by which traces, metrics and logs arrive', async () => {
  const { org, text: key } = await openShop();
  const line = agentLine(url).split(' | ')[0]?.replace('YOUR-KEY', key) ?? '';
  const { stdout } = await run('sh', ['-c', line]);
  const read = parse(stdout) as Configuration;
  for (const [signal, pipeline] of Object.entries(read.service.pipelines)) {
    for (const part of ['receivers', 'processors', 'exporters'] as const)
      for (const name of pipeline[part]) expect(Object.keys(read[part]), `${signal} ${part}`).toContain(name);
    const [exporter] = pipeline.exporters.map((name) => read.exporters[name]);
    const answer = await fetch(`${exporter?.endpoint}/v1/${signal}`, {
      method: 'POST',
      headers: { ...exporter?.headers, 'content-type': 'application/x-protobuf', 'content-encoding': exporter?.compression ?? '' },
      body: gzipSync(requests[signal as keyof typeof requests]()),
    });
    expect([signal, answer.status]).toEqual([signal, 200]);
  }
  expect(Object.keys(read.service.pipelines).sort()).toEqual(['logs', 'metrics', 'traces']);
  const count = async (table: string) => (await house.telemetry.query<{ n: number }>(org, `select count() as n from @${table}`))[0]?.n;
  expect(await Promise.all(['spans', 'metric_points', 'application_events'].map(count)).then((all) => all.map(Number))).toEqual([1, 1, 1]);
});

it('without the right key nothing is downloaded, and no key is told', async () => {
  const { text: key } = await openShop();
  for (const authorization of ['', 'Bearer wrong', `Bearer ${key.slice(0, -1)}`, `Basic ${key}`]) {
    const answer = await fetch(`${url}/in/collector.yaml`, { headers: authorization === '' ? {} : { authorization } });
    expect([authorization, answer.status]).toEqual([authorization, 401]);
    expect(await answer.text()).not.toContain(key.slice(0, -1));
  }
});
