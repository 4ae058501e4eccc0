import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import { SeverityNumber } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { sourceHealth } from '../health/source-health.ts';
import { intakeRoutes } from './intake-routes.ts';
import { decodeRequest, encodeMessage } from './otlp-schema.ts';

let house: TestHouse;
let org: OrgId;
let app: Hono;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

function begin(atOnce = 8): void {
  org = house.newOrg();
  const routes = intakeRoutes({
    house,
    atOnce,
    authorise: async (c) => (c.req.header('authorization') === 'Bearer right' ? { org, shop: 'shop_1', source: 'src_1' } : null),
  });
  app = new Hono().route('/in', routes);
}

const headers = { authorization: 'Bearer right' };
const send = (path: string, body: string | Uint8Array, more: Record<string, string> = {}) =>
  app.request(`/in${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : Uint8Array.from(body),
    headers: { ...headers, ...more },
  });
const events = () =>
  house.telemetry.query<Record<string, string>>(
    org,
    'select name, address, account, object_kind, object_ref, attributes, body, service from @application_events order by at',
  );

const now = () => new Date().toISOString();
const request = () => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeLogs: [
        {
          logRecords: [
            {
              timeUnixNano: String(Date.now() * 1e6),
              eventName: 'shop.record.read',
              attributes: [
                { key: 'shop.object.kind', value: { stringValue: 'order' } },
                { key: 'shop.object.id', value: { intValue: '10042' } },
                { key: 'shop.actor.id', value: { stringValue: '77' } },
                { key: 'client.address', value: { stringValue: '192.0.2.9' } },
                { key: 'note', value: { stringValue: 'asked by anna@shop.example' } },
              ],
            },
            { timeUnixNano: String((Date.now() + 90 * 3_600_000) * 1e6), body: { stringValue: 'tomorrow' } },
          ],
        },
      ],
    },
  ],
});

describe('NDJSON', () => {
  test('requests and shop events are stored, redacted and sealed; the rest is answered line by line', async () => {
    begin();
    const lines = [
      JSON.stringify({ at: now(), ip: '192.0.2.1', method: 'GET', path: '/account/orders/10042', status: 200, bytes: 5 }),
      JSON.stringify({
        at: now(),
        event: 'shop.record.read',
        'shop.object.kind': 'customer',
        'shop.object.id': 'c-77',
        password: 'hunter22',
        email: 'anna@shop.example',
      }),
      'not json',
      '{"at":"2001-01-01T00:00:00Z","event":"shop.record.read"}',
    ];
    const answer = await send('/ndjson', `${lines.join('\n')}\n`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      accepted: 2,
      rejectedCount: 2,
      rejected: [
        { line: 3, reason: 'not JSON' },
        { line: 4, reason: 'too old' },
      ],
    });
    const [row] = await house.telemetry.query<Record<string, string>>(org, 'select path, object_kind, object_ref from @requests');
    expect(row).toMatchObject({
      path: '/account/orders/{order}',
      object_kind: 'order',
      object_ref: house.secrets.sealRef(org, 'order', '10042'),
    });
    const [event] = await events();
    expect(event).toMatchObject({
      name: 'shop.record.read',
      object_kind: 'customer',
      object_ref: house.secrets.sealRef(org, 'customer', 'c-77'),
    });
    expect(event?.attributes).toBe('{"password":"[password]","email":"[email]"}');
    expect((await sourceHealth(house.scope(org)))[0]).toMatchObject({ read: 4, stored: 2, rejected: { 'not JSON': 1, 'too old': 1 } });
  });

  test('whose record it is is sealed as the account that acts would be, and stands nowhere in the clear', async () => {
    begin();
    const of = (owner: string | number, id: string) =>
      JSON.stringify({
        at: now(),
        event: 'shop.record.read',
        'shop.object.kind': 'order',
        'shop.object.id': id,
        'shop.object.owner.id': owner,
      });
    expect((await send('/ndjson', [of('person-7', '1'), of(8, '2'), of('', '3'), of('0', '4')].join('\n'))).status).toBe(200);
    const owners = (await events()).map((row) => (JSON.parse(String(row.attributes)) as Record<string, unknown>)['shop.object.owner.id']);
    const sealed = (name: string) => house.secrets.sealRef(org, 'account', name);
    expect(owners.filter(Boolean).sort()).toEqual([sealed('person-7'), sealed('8')].sort());
    expect(JSON.stringify(await events())).not.toContain('person-7');
  });

  test('an event that names several records exposes each; who, what and how much have columns of their own', async () => {
    begin();
    const seen = {
      at: now(),
      event: 'shop.record.read',
      'shop.object.kind': 'order',
      'shop.object.ids': ['1', 2, '2', '', { no: 'id' }],
      'shop.object.count': '2',
      'shop.data.categories': 'name, email, shoe-size',
      'http.response.body.size': 700,
      'user_agent.original': 'ShopApp/1 (anna@shop.example)',
    };
    const refused = { ...seen, 'event.outcome': 'failure', 'shop.object.ids': ['9'] };
    const silent = { at: now(), event: 'shop.customer.sign_in_failed', 'shop.object.kind': 'order', 'shop.object.count': -4 };
    expect((await send('/ndjson', [seen, refused, silent].map((one) => JSON.stringify(one)).join('\n'))).status).toBe(200);
    const rows = await house.telemetry.query(
      org,
      'select records, bytes, categories, agent, outcome, length(object_refs) as named, attributes from @application_events order by name, outcome',
    );
    const told = { records: 2, bytes: 700, categories: ['name', 'email'], agent: 'ShopApp/1 ([email])' };
    expect(rows).toEqual([
      { records: 0, bytes: 0, categories: [], agent: '', outcome: 'failure', named: 0, attributes: '{}' },
      { ...told, outcome: '', named: 2, attributes: '{"http.response.body.size":700}' },
      { ...told, outcome: 'failure', named: 1, attributes: '{"http.response.body.size":700}' },
    ]);
    const reads = await house.telemetry.query<{ ref: string }>(org, "select object_ref as ref from @reads where via = 'event'");
    expect(reads.map((row) => row.ref).sort()).toEqual(['1', '2'].map((id) => house.secrets.sealRef(org, 'order', id)).sort());
  });

  test('an Idempotency-Key stores a delivery once', async () => {
    begin();
    const body = JSON.stringify({ at: now(), event: 'shop.export.made' });
    for (const key of ['a', 'a', 'b']) expect((await send('/ndjson', body, { 'idempotency-key': key })).status).toBe(200);
    expect(await events()).toHaveLength(2);
  });
});

describe('OTLP', () => {
  test('JSON: stored, object and actor sealed, the rest answered as partial success', async () => {
    begin();
    const answer = await send('/v1/logs', JSON.stringify(request()), { 'content-type': 'application/json' });
    expect(await answer.json()).toEqual({ partialSuccess: { rejectedLogRecords: 1, errorMessage: 'from the future' } });
    expect(await events()).toMatchObject([
      {
        name: 'shop.record.read',
        service: 'shop',
        address: '192.0.2.9',
        account: house.secrets.sealRef(org, 'account', '77'),
        object_ref: house.secrets.sealRef(org, 'order', '10042'),
        attributes: '{"note":"asked by [email]"}',
      },
    ]);
  });

  test('protobuf and gzip, and the same body again is stored once', async () => {
    begin();
    const body = gzipSync(encodeMessage('ExportLogsServiceRequest', request()));
    const type = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
    await send('/v1/logs', body, type);
    const answer = await send('/v1/logs', body, type);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-protobuf']);
    expect(await events()).toHaveLength(1);
  });

  test("OpenTelemetry's own exporter over a socket", async () => {
    begin();
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise<void>((resolve) => server.once('listening', () => resolve()));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const exporter = new OTLPLogExporter({ url: `http://127.0.0.1:${port}/in/v1/logs`, headers, timeoutMillis: 3000 });
    const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
    provider.getLogger('test').emit({
      eventName: 'shop.record.read',
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      attributes: { 'shop.object.kind': 'order', 'shop.object.id': 5, card: '4111 1111 1111 1111' },
    });
    await provider.shutdown();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await events()).toMatchObject([{ name: 'shop.record.read', object_kind: 'order', attributes: '{"card":"[card]"}' }]);
  });

  test('a request log record becomes a request row', async () => {
    begin();
    const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
    const attributes = [text('http.request.method', 'GET'), text('url.path', '/account/orders/7'), text('client.address', '192.0.2.4')];
    const record = {
      timeUnixNano: String(Date.now() * 1e6),
      attributes: [...attributes, { key: 'http.response.status_code', value: { intValue: 200 } }],
    };
    await send('/v1/logs', JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }), {
      'content-type': 'application/json',
    });
    expect(await house.telemetry.query(org, 'select address, path, status from @requests')).toEqual([
      { address: '192.0.2.4', path: '/account/orders/{order}', status: 200 },
    ]);
  });
});

describe('refusals', () => {
  test.each([
    ['no key', {}, '{}', 401],
    ['a wrong key', { authorization: 'Bearer wrong' }, '{}', 401],
    ['garbage', { ...headers, 'content-type': 'application/x-protobuf' }, '\x0a\xff\xff', 400],
    ['not OTLP', { ...headers, 'content-type': 'application/json' }, '{"resourceLogs": 5}', 400],
    ['a wrong encoding', { ...headers, 'content-encoding': 'br' }, '{}', 400],
    ['gzip that is none', { ...headers, 'content-encoding': 'gzip' }, '{}', 400],
    ['more than 4 MiB', headers, 'x'.repeat(4 * 1024 * 1024 + 1), 413],
  ])('%s', async (_name, sent, body, status) => {
    begin();
    const answer = await app.request('/in/v1/logs', { method: 'POST', body, headers: sent });
    expect(answer.status).toBe(status);
  });

  test('a gzip bomb is refused at 32 MiB', async () => {
    begin();
    const answer = await send('/ndjson', gzipSync(Buffer.alloc(64 * 1024 * 1024)), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(413);
  });

  test('too much at once gets 429 with Retry-After', async () => {
    begin(1);
    const answers = await Promise.all([1, 2, 3].map((nth) => send('/ndjson', JSON.stringify({ at: now(), event: 'shop.x', nth }))));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 429, 429]);
    expect(answers.find((answer) => answer.status === 429)?.headers.get('retry-after')).toBe('1');
  });

  test('senders that never finish their body hold up nobody else', async () => {
    begin(2);
    const stopping = new AbortController();
    const drip = () =>
      new ReadableStream<Uint8Array>({
        start: (body) => {
          body.enqueue(new TextEncoder().encode('{'));
          stopping.signal.addEventListener('abort', () => body.close());
        },
      });
    const slow = [1, 2, 3, 4, 5, 6, 7, 8].map(() =>
      app.request('/in/ndjson', { method: 'POST', body: drip(), headers, duplex: 'half' } as RequestInit),
    );
    const quick = await send('/ndjson', JSON.stringify({ at: now(), event: 'shop.x' }));
    expect(quick.status).toBe(200);
    stopping.abort();
    await Promise.all(slow);
  });

  test('errors of protobuf senders are protobuf', async () => {
    begin();
    const answer = await send('/v1/logs', new Uint8Array([255]), { 'content-type': 'application/x-protobuf' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/x-protobuf']);
  });
});

test('what OpenTelemetry encodes is what is decoded', () => {
  const decoded = decodeRequest('logs', encodeMessage('ExportLogsServiceRequest', request()));
  expect(decoded).toMatchObject({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ eventName: 'shop.record.read' }, {}] }] }] });
});
