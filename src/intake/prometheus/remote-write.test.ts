import { join } from 'node:path';
import fc from 'fast-check';
import { Hono } from 'hono';
import protobuf from 'protobufjs/light.js';
import { compressSync } from 'snappy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { sourceHealth } from '../health/source-health.ts';
import { type IntakeRouteOptions, intakeRoutes } from '../http/intake-routes.ts';

const sample = { fields: { value: { type: 'double', id: 1 }, timestamp: { type: 'int64', id: 2 } } };
const histogram = {
  fields: { count: { type: 'uint64', id: 1 }, sum: { type: 'double', id: 3 }, timestamp: { type: 'int64', id: 15 } },
};
/** Prometheus' public protocol, written by the library that reads it nowhere here. */
const root = protobuf.Root.fromJSON({
  nested: {
    Sample: sample,
    Histogram: histogram,
    Label: { fields: { name: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    Series: {
      fields: {
        labels: { rule: 'repeated', type: 'Label', id: 1 },
        samples: { rule: 'repeated', type: 'Sample', id: 2 },
        histograms: { rule: 'repeated', type: 'Histogram', id: 4 },
      },
    },
    Request: { fields: { timeseries: { rule: 'repeated', type: 'Series', id: 1 } } },
    Metadata: { fields: { type: { type: 'int32', id: 1 }, helpRef: { type: 'uint32', id: 3 }, unitRef: { type: 'uint32', id: 4 } } },
    Series2: {
      fields: {
        labelsRefs: { rule: 'repeated', type: 'uint32', id: 1 },
        samples: { rule: 'repeated', type: 'Sample', id: 2 },
        histograms: { rule: 'repeated', type: 'Histogram', id: 3 },
        metadata: { type: 'Metadata', id: 5 },
      },
    },
    Request2: {
      fields: { symbols: { rule: 'repeated', type: 'string', id: 4 }, timeseries: { rule: 'repeated', type: 'Series2', id: 5 } },
    },
  },
});
const encode = (type: string, message: object): Buffer => {
  const found = root.lookupType(type);
  return Buffer.from(found.encode(found.fromObject(message)).finish());
};
const labelsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([name, value]) => ({ name, value }));

let house: TestHouse;
let org: OrgId;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

const V1 = 'application/x-protobuf';
const V2 = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';

async function send(
  body: Uint8Array,
  type = V1,
  more: Record<string, string> = {},
  options: Partial<IntakeRouteOptions> = {},
): Promise<Response> {
  const authorise = async () => ({ org, shop: 'shop_1', source: 'src_1' });
  const app = new Hono().route('/in', intakeRoutes({ house, authorise, ...options }));
  const headers = { 'content-type': type, 'content-encoding': 'snappy', ...more };
  return app.request('/in/v1/write', { method: 'POST', body: Uint8Array.from(body), headers });
}
const packed = (message: object, type = 'Request'): Buffer => compressSync(encode(type, message));
const stored = () =>
  house.telemetry.query<Record<string, unknown>>(
    org,
    'select host, service, name, kind, value, count, unit, attributes, toUnixTimestamp64Milli(at) as ms from @metric_points order by name, at',
  );
const begin = (): number => {
  org = house.newOrg();
  return Date.now();
};

it('what a Prometheus server sends is stored once, with its labels, whose it is, and where it ended', async () => {
  const now = begin();
  const body = packed({
    timeseries: [
      {
        labels: labelsOf({
          __name__: 'node_cpu_seconds_total',
          cpu: '0',
          instance: 'db-1:9100',
          job: 'node',
          mode: 'idle',
          owner: 'a@b.example',
        }),
        samples: [
          { value: 1.5, timestamp: now - 1_000 },
          { value: 2.5, timestamp: now },
        ],
      },
      {
        labels: labelsOf({ __name__: 'queue_length', instance: '[::1]:80', service: 'mailer' }),
        samples: [{ value: Number.NaN, timestamp: now }],
      },
      { labels: labelsOf({ __name__: 'took', host: 'web-1' }), histograms: [{ count: 7, sum: 3.5, timestamp: now }] },
    ],
  });
  expect((await send(body)).status).toBe(204);
  expect((await send(body)).status).toBe(204);
  const rows = await stored();
  expect(rows).toMatchObject([
    { host: 'db-1', service: '', name: 'node_cpu_seconds_total', kind: 'counter-cumulative', value: 1.5, ms: now - 1_000 },
    { host: 'db-1', value: 2.5, ms: now },
    { host: 'web-1', name: 'took', kind: 'histogram-cumulative', value: 3.5, count: 7 },
  ]);
  expect(JSON.parse(String(rows[0]?.attributes))).toEqual({ cpu: '0', instance: 'db-1:9100', job: 'node', mode: 'idle', owner: '[email]' });
  expect(await sourceHealth(house.scope(org))).toMatchObject([{ stored: 6 }]);
});

it('a stale marker ends a series', async () => {
  const now = begin();
  const plain = encode('Request', {
    timeseries: [{ labels: labelsOf({ __name__: 'node_load1', host: 'db-1' }), samples: [{ value: 123.25, timestamp: now }] }],
  });
  const number = Buffer.alloc(8);
  number.writeDoubleLE(123.25);
  Buffer.from('020000000000f07f', 'hex').copy(plain, plain.indexOf(number));
  expect((await send(compressSync(plain))).status).toBe(204);
  expect(await stored()).toMatchObject([{ name: 'node_load1', kind: 'stale', value: 0 }]);
});

it('2.0 names its texts once, and says what was written', async () => {
  const now = begin();
  const answer = await send(
    packed(
      {
        symbols: ['', '__name__', 'rpc_seconds_total', 'host', 'web-2', 'seconds'],
        timeseries: [{ labelsRefs: [1, 2, 3, 4], samples: [{ value: 4, timestamp: now }], metadata: { type: 1, unitRef: 5 } }],
      },
      'Request2',
    ),
    V2,
  );
  expect(answer.status).toBe(204);
  expect(answer.headers.get('x-prometheus-remote-write-samples-written')).toBe('1');
  expect(await stored()).toMatchObject([
    { host: 'web-2', name: 'rpc_seconds_total', kind: 'counter-cumulative', unit: 'seconds', value: 4 },
  ]);
});

describe('what will never be taken is refused for good, what may be taken later is asked for again', () => {
  it.each([
    ['no snappy', Buffer.from('hello'), 400],
    [
      'cut off',
      packed({ timeseries: [{ labels: labelsOf({ __name__: 'a' }), samples: [{ value: 1, timestamp: 1 }] }] }).subarray(0, 12),
      400,
    ],
    ['no protobuf', compressSync(Buffer.from('<html>hello</html>')), 400],
    [
      'a series without a name',
      packed({ timeseries: [{ labels: labelsOf({ a: 'b' }), samples: [{ value: 1, timestamp: Date.now() }] }] }),
      400,
    ],
    ['claims four gigabytes', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]), 413],
    ['unpacks to more than 32 MiB', compressSync(Buffer.alloc(33 * 1024 * 1024)), 413],
  ])('%s', async (_, body, status) => {
    begin();
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect(await stored()).toEqual([]);
  });
  it('another type or packing', async () => {
    expect((await send(packed({}), 'application/json')).status).toBe(415);
    expect((await send(packed({}), V1, { 'content-encoding': 'gzip' })).status).toBe(415);
  });
  it('points that are too old are said to be refused, and the others are stored', async () => {
    const now = begin();
    const samples = [
      { value: 1, timestamp: now - 200 * DAY },
      { value: 2, timestamp: now },
    ];
    const answer = await send(packed({ timeseries: [{ labels: labelsOf({ __name__: 'a' }), samples }] }));
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('1 points were not taken: too old; the others are stored'),
    ]);
    expect(await stored()).toMatchObject([{ value: 2 }]);
  });
  it('no room on the disk, too much at once', async () => {
    const now = begin();
    const body = packed({ timeseries: [{ labels: labelsOf({ __name__: 'a' }), samples: [{ value: 1, timestamp: now }] }] });
    const checkDisk = async () => {
      throw new ShopbellError('DISK_LOW', { folder: '/', free: 1, needed: 2 });
    };
    const full = await send(body, V1, {}, { checkDisk });
    expect([full.status, full.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await send(body, V1, {}, { atOnce: 0 })).status).toBe(429);
    expect(await stored()).toEqual([]);
    expect((await send(body)).status).toBe(204);
    expect(await stored()).toHaveLength(1);
  });
});

it('bytes that were disturbed anywhere are answered by a status, never by a defect', async () => {
  const now = begin();
  const whole = encode('Request', {
    timeseries: [
      { labels: labelsOf({ __name__: 'a_total', b: 'c' }), samples: [{ value: 1, timestamp: now }] },
      { labels: labelsOf({ __name__: 'd' }), histograms: [{ count: 2, sum: 3, timestamp: now }] },
    ],
  });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), fc.boolean(), async (at, byte, isCut) => {
      const bytes = Buffer.from(whole);
      bytes[at] = byte;
      expect([204, 400]).toContain((await send(compressSync(isCut ? bytes.subarray(0, at) : bytes))).status);
    }),
    { numRuns: 60 },
  );
});
