import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { intakeRoutes, keepSamples } from '#intake/index.ts';
import type { OrgId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { addCheck, startWatching } from '../index.ts';
import { probe } from '../probe.ts';
import { readMachines } from '../services/read-machines.ts';
import { followServices } from '../services/start-following-services.ts';
import { takeServiceLook } from '../services/store.ts';
import { targetShape } from './kinds.ts';

let house: TestHouse;
let server: Server;
let url: string;
let answer: (request: IncomingMessage, response: ServerResponse) => unknown;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    ...{ http: openHttpClient(), resolver: openResolver() },
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  server.close();
});

const PAGE = `# TYPE node_filesystem_avail_bytes gauge
node_filesystem_avail_bytes{device="sda1",mountpoint="/"} 5
node_filesystem_avail_bytes{device="sdb1",mountpoint="/data"} 80
node_filesystem_avail_bytes{device="none",mountpoint="/proc"} 0
node_filesystem_size_bytes{device="sda1",mountpoint="/"} 100
node_filesystem_size_bytes{device="sdb1",mountpoint="/data"} 100
node_filesystem_size_bytes{device="none",mountpoint="/proc"} 0
node_uname_info{nodename="db-1"} 1
node_load1 3.5
pg_up{instance="theirs"} 0
rpc{quantile="0.5"} NaN
`;
const page = (text: string, type = 'text/plain; version=0.0.4') => {
  answer = (_request, response) => response.writeHead(200, { 'content-type': type }).end(text);
};
const look = async (change: Record<string, unknown> = {}, secrets: Record<string, string> = {}, allowPrivate = true) => {
  const target = targetShape.parse({ kind: 'prometheus', url, ...change });
  const { judged, samples = [] } = await probe(house, target, { allowPrivate, beats: null, controlled: false, secrets });
  return { ...judged, samples };
};

describe('conditions', () => {
  const root = 'node_filesystem_avail_bytes / node_filesystem_size_bytes of mountpoint / ';
  it.each([
    [`${root}at least 10 %`, 'down', /it is 0\.05 \(device sda1\)/],
    [`${root}at least 5 %`, 'up', /0\.05/],
    ['node_filesystem_avail_bytes / node_filesystem_size_bytes above 1 %', 'up', /./],
    ['node_filesystem_avail_bytes / node_filesystem_size_bytes above 10 %', 'down', /mountpoint \//],
    ['any of node_filesystem_avail_bytes above 79', 'up', /./],
    ['sum of node_filesystem_avail_bytes{device!="none"} / node_filesystem_size_bytes{device!="none"} is 0.425', 'up', /./],
    ['count of node_filesystem_avail_bytes is 3', 'up', /./],
    ['max of node_load1 below 4', 'up', /./],
    ['node_load1 below 3', 'down', /it is 3.5/],
    ['up is 1', 'up', /./],
    ['pg_up{exported_instance="theirs"} is 1', 'down', /it is 0/],
    ['gone is missing', 'up', /./],
    ['gone exists', 'down', /not there/],
    ['gone below 5', 'unknown', /no such metric/],
    ['rpc below 5', 'unknown', /no number/],
    ['node_filesystem_avail_bytes / node_filesystem_size_bytes of mountpoint /proc above 0', 'unknown', /no such metric/],
  ])('%s: %s', async (line, saw, why) => {
    page(PAGE);
    const seen = await look({ conditions: [line] });
    expect([seen.saw, seen.reason]).toEqual([saw, expect.stringMatching(why)]);
  });
  it.each(['', 'node_load1', 'node_load1 smells', 'node_load1{x=5} below 1', 'node_load1 contains x', 'node_load1 below 5 parsecs'])(
    '“%s” is none and says so',
    (line) => {
      expect(targetShape.safeParse({ kind: 'prometheus', url, conditions: [line] }).success).toBe(false);
    },
  );
});

it('what is told is kept with where it comes from, and with how the scrape went', async () => {
  page(PAGE);
  const { samples } = await look({ labels: { job: 'node' } });
  const instance = new URL(url).host;
  expect(samples.find(({ name }) => name === 'node_load1')).toMatchObject({ value: 3.5, labels: { instance, job: 'node', host: 'db-1' } });
  expect(samples.filter(({ name }) => /^(up|scrape_)/.test(name)).map(({ name, value }) => [name, value])).toEqual([
    ['up', 1],
    ['scrape_duration_seconds', expect.any(Number)],
    ['scrape_samples_scraped', 10],
  ]);
});

describe('what cannot be scraped is unknown, and nothing of it is kept but that', () => {
  const refused = async (change: Record<string, unknown> = {}) => {
    const seen = await look(change);
    expect([seen.saw, seen.samples.map(({ name, value }) => [name, value])]).toEqual(['unknown', [['up', 0]]]);
    return seen.reason;
  };
  it('an error, another page, half a page, nothing', async () => {
    answer = (_request, response) => response.writeHead(503).end(PAGE);
    expect(await refused()).toContain('503');
    page('<html>', 'text/html');
    expect(await refused()).toContain('something else');
    page(PAGE, 'application/openmetrics-text; version=1.0.0');
    expect(await refused()).toContain('cut off');
    page(`${PAGE}node_load1 many`);
    expect(await refused()).toContain('line 12: the value is no number');
    answer = (request) => request.socket.destroy();
    await refused();
    expect(await refused({ url: 'http://127.0.0.1:1/metrics' })).toContain('refused');
  });
  it('too many series, too large', async () => {
    page(PAGE);
    expect(await refused({ maxSeries: 9 })).toContain('more than 9 series');
    answer = (_request, response) => response.writeHead(200).end(Buffer.alloc(17 * 1_048_576, '# a\n'));
    expect(await refused()).toContain('16 MiB');
  });
  it('a private address that nobody allowed, a secret without a value', async () => {
    page(PAGE);
    expect(await look({}, {}, false)).toMatchObject({ saw: 'unknown' });
    expect(await refused({ headers: { authorization: 'Bearer {{token}}' } })).toContain('{{token}}');
  });
  it('is down where up is asked for', async () => {
    answer = (_request, response) => response.writeHead(500).end();
    expect(await look({ conditions: ['up is 1', 'gone below 5'] })).toMatchObject({ saw: 'down', reason: expect.stringContaining('500') });
  });
});

it('a bearer token is sent and never told', async () => {
  answer = (request, response) =>
    request.headers.authorization === 'Bearer s3cret-1' ? response.end(`x{leak="no"} 1\n`) : response.writeHead(401).end();
  const secrets = { token: 's3cret-1' };
  const headers = { authorization: 'Bearer {{token}}' };
  expect(await look({ headers, conditions: ['x is 1'] }, secrets)).toMatchObject({ saw: 'up' });
  expect(JSON.stringify(await look({ headers, conditions: ['x is 2'] }, secrets))).not.toContain('s3cret-1');
});

async function openShop() {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Shop', url: 'https://shop.example', platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    contact: { name: 'Shop', address: 'care@shop.example' },
    privacyContact: { name: 'Officer', address: 'officer@shop.example' },
  });
  return { org, shop };
}
const machinesOf = async (org: OrgId, shop: `shop_${string}`) => {
  await followServices(house, org, shop, 'test');
  return (await house.state.inOrg(org, (db) => takeServiceLook(db, shop)))?.look.machines ?? [];
};

it('a target that is watched fills the systems page, and what it stops telling is not watched', async () => {
  const { org, shop } = await openShop();
  page(PAGE);
  await addCheck(house.scope(org, 'owner'), { shop, name: 'db', everyMs: 1_000, target: { kind: 'prometheus', url } });
  const stop = await startWatching(house, { storeSamples: (by, whose, samples) => keepSamples(house, by, whose, samples) });
  try {
    await expect.poll(() => machinesOf(org, shop), { timeout: 20_000 }).toMatchObject([{ name: 'db-1', state: 'full' }]);
    const [db] = await machinesOf(org, shop);
    expect(db?.saturation.map(({ what, part, share, length }) => [what, part, share ?? length]).sort()).toEqual([
      ['disk', '/', 0.95],
      ['disk', '/data', expect.closeTo(0.2)],
      ['load', '', 3.5],
    ]);
    answer = (_request, response) => response.writeHead(500).end();
    await expect.poll(async () => (await machinesOf(org, shop))[0]?.state, { timeout: 20_000 }).toBe('unwatched');
  } finally {
    await stop();
  }
  expect(await readMachines({ telemetry: house.telemetry, org, shop, now: Date.now() })).toHaveLength(1);
  await expect(
    addCheck(house.scope(org, 'owner'), {
      shop,
      name: 'far',
      place: 'place_00000000000000000000000000',
      target: { kind: 'prometheus', url },
    }),
  ).rejects.toThrow('remote write');
});

const isHere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const hasPrometheus = isHere('prometheus') && isHere('prometheus-node-exporter');

// Skipped, and said so by its name, where Debian's packages prometheus and prometheus-node-exporter are not installed.
it.skipIf(!hasPrometheus)(
  'a real Prometheus server sends a real node exporter’s figures (needs both programs)',
  async () => {
    const { org, shop } = await openShop();
    const folder = mkdtempSync(join(tmpdir(), 'shopbell-prometheus-'));
    const app = new Hono().route('/in', intakeRoutes({ house, authorise: async () => ({ org, shop, source: 'src_1' }) }));
    const intake = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise<void>((resolve) => intake.once('listening', () => resolve()));
    const [exporter, own, port] = [await freePort(), await freePort(), (intake.address() as AddressInfo).port];
    writeFileSync(
      join(folder, 'prometheus.yml'),
      `global: { scrape_interval: 1s }
scrape_configs: [{ job_name: node, static_configs: [{ targets: ['127.0.0.1:${exporter}'], labels: { host: real-1 } }] }]
remote_write: [{ url: 'http://127.0.0.1:${port}/in/v1/write', queue_config: { batch_send_deadline: 1s } }]
`,
    );
    const options = [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${own}`,
    ];
    const children = [
      spawn('prometheus-node-exporter', [`--web.listen-address=127.0.0.1:${exporter}`], { stdio: 'ignore' }),
      spawn('prometheus', options, { stdio: 'ignore' }),
    ];
    try {
      const whats = async () => (await machinesOf(org, shop)).flatMap(({ saturation }) => saturation.map(({ what }) => what));
      await expect.poll(whats, { timeout: 45_000, interval: 1_000 }).toEqual(expect.arrayContaining(['cpu', 'memory', 'load']));
      const metrics = await (await fetch(`http://127.0.0.1:${own}/metrics`)).text();
      expect(/^prometheus_remote_storage_samples_failed_total\S* (\S+)$/m.exec(metrics)?.[1]).toBe('0');
    } finally {
      for (const child of children) child.kill();
      intake.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
  90_000,
);

async function freePort(): Promise<number> {
  const probing = createServer();
  await new Promise<void>((resolve) => probing.listen(0, '127.0.0.1', resolve));
  const { port } = probing.address() as AddressInfo;
  await new Promise((resolve) => probing.close(resolve));
  return port;
}
