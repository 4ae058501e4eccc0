import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { makeMetricRows } from '#intake/http/make-metric-rows.ts';
import { makeSpanRows } from '#intake/http/make-span-rows.ts';
import { loadDataMap, localKeys } from '#intake/index.ts';
import { makeId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { findExfiltration } from './rules/exfiltration.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-exfiltration-'));
const T = Date.UTC(2026, 4, 20, 10);
const org = makeId('org', T, new Uint8Array(16).fill(9));
let telemetry: Telemetry;
beforeAll(async () => {
  telemetry = await openTelemetry({ path: folder, retentionDays: null });
});
afterAll(async () => {
  await telemetry.close();
  rmSync(folder, { recursive: true, force: true });
});

async function context(shop: string) {
  const map = await loadDataMap('generic');
  return { shop, source: 'src', map, keys: localKeys(new Uint8Array(32)), now: new Date(T + DAY), maxAgeMs: 1e12, delivery: 'd' };
}

async function call(shop: string, nth: number, at: number, peer: string, size: number) {
  const { spans, rejected } = makeSpanRows(await context(shop), [
    {
      ...{ at, durationMs: 20, parentId: '', service: 'shop', name: 'POST', kind: 'client', status: 'ok', said: '' },
      ...{ version: '', place: '', criticality: '' },
      ...{ traceId: nth.toString(16).padStart(32, 'a'), spanId: nth.toString(16).padStart(16, 'a') },
      attributes: { 'server.address': peer, 'http.request.method': 'POST', 'http.request.body.size': size },
    },
  ]);
  expect(rejected).toEqual([]);
  await telemetry.insert(org, 'spans', spans, { token: `${shop}-${nth}` });
  // A sender that is not sure sends again.
  await telemetry.insert(org, 'spans', spans, { token: `${shop}-${nth}` });
}

const look = (shop: string, slowSince: Date | null = new Date(T)) =>
  findExfiltration({
    ...{ telemetry, org, shop, usual: nothingUsual, knowledge: nothingKnown, slowSince },
    span: { from: new Date(T), to: new Date(T + HOUR) },
  });

it('an application that calls a place it never called is told with what it sent, counted once', async () => {
  for (let ago = 9; ago > 0; ago--) await call('a', ago, T - ago * DAY, 'api.gateway.example', 40_000);
  await call('a', 100, T, 'api.gateway.example', 41_000);
  expect(await look('a')).toEqual([]);
  await call('a', 101, T + MINUTE, 'drop.stranger.example', 6_000_000);
  await call('a', 102, T + 2 * MINUTE, 'drop.stranger.example', 7_000_000);
  expect(await look('a')).toMatchObject([
    {
      rule: 'exfiltration',
      subject: 'shop → drop.stranger.example',
      level: 'high',
      succeeded: 'yes',
      count: 2,
      firstSeen: new Date(T + MINUTE).toISOString(),
      lastSeen: new Date(T + 2 * MINUTE).toISOString(),
      facts: { how: 'new', what: 'drop.stranger.example', megabytes: 13, days: 9 },
    },
  ]);
  expect(await look('a', null)).toEqual([]);
  expect(await look('another shop')).toEqual([]);
});

it('a machine that sends three times its busiest hour is told, across restarts of its counter', async () => {
  const points = [];
  let total = 0;
  for (let minute = -9 * 24 * 60; minute <= 60; minute += 30) {
    total += minute > 0 ? 1_500_000_000 : 20_000_000;
    if (minute === -3000) total = 1000;
    const device = { 'network.interface.name': 'eth0', 'network.io.direction': 'transmit' };
    const about = {
      at: T + minute * MINUTE,
      service: '',
      host: 'web-1',
      name: 'system.network.io',
      unit: 'By',
      kind: 'counter-cumulative',
      count: 0,
    };
    points.push(
      { ...about, value: total, attributes: device },
      { ...about, value: total * 9, attributes: { ...device, 'network.io.direction': 'receive' } },
    );
  }
  const { rows, rejected } = makeMetricRows(await context('b'), points);
  expect(rejected).toEqual([]);
  await telemetry.insert(org, 'metric_points', rows);
  expect(await look('b')).toMatchObject([
    { subject: 'host web-1', level: 'medium', count: 2, facts: { how: 'host', what: 'web-1', usual: 40, megabytes: 1520 } },
  ]);
});
