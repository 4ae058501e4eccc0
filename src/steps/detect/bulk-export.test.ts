import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { findBulkExports } from './rules/bulk-export.ts';
import { makeRequest } from './testing/make-request.ts';

const T = Date.UTC(2026, 4, 20, 3);
const SHOP = 'shop_1';
let telemetry: TestTelemetry;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const job = { address: '192.0.2.50', agent: 'nightly/1' };
const office = { address: '192.0.2.60', agent: 'Firefox' };
const thief = { address: '203.0.113.240', agent: 'Firefox' };
const exporting = (at: number, who: Partial<RequestRow>, change: Partial<RequestRow> = {}): RequestRow =>
  makeRequest(SHOP, at, {
    ...{ path: '/admin/customers/export', route: '/admin/customers/export', route_kind: 'export', categories: ['name', 'email'] },
    ...{ bytes: 330_000, ...who, ...change },
  });
const nights = (days: number): RequestRow[] => Array.from({ length: days }, (_, nth) => exporting(T - (nth + 1) * DAY, job));

async function look(rows: readonly RequestRow[], span = { from: new Date(T - HOUR), to: new Date(T + HOUR) }) {
  const org = telemetry.newOrg();
  await telemetry.insert(org, 'requests', rows);
  return findBulkExports({ telemetry, org, shop: SHOP, span, usual: nothingUsual, knowledge: nothingKnown });
}

it('rings when somebody exports who never did, beside a job that does so every night', async () => {
  const found = await look([...nights(10), exporting(T, job), exporting(T + 60_000, thief)]);
  expect(found).toMatchObject([
    {
      rule: 'bulk-export',
      level: 'critical',
      succeeded: 'yes',
      count: 1,
      actor: { address: thief.address },
      categories: ['name', 'email'],
      touched: [],
      facts: { route: '/admin/customers/export', bytes: 330_000, ownDays: 0 },
    },
  ]);
});

it('rings when a regular exporter takes far more than ever', async () => {
  expect(await look([...nights(10), exporting(T, job, { bytes: 2_000_000 })])).toMatchObject([
    { facts: { ownDays: 10, ownMost: 330_000 } },
  ]);
});

const key = (at: number, address: string, change: Partial<RequestRow> = {}): RequestRow =>
  exporting(at, { account: 'ref-erp', address, agent: 'erp/2' }, change);

it('rings when a key that always came from one address comes from another', async () => {
  const past = Array.from({ length: 6 }, (_, nth) => key(T - (nth + 1) * DAY, '192.0.2.70'));
  expect(await look([...past, key(T, '203.0.113.240')])).toMatchObject([
    { level: 'critical', facts: { because: 'elsewhere', ownDays: 6 } },
  ]);
  expect(await look([...past, key(T, '192.0.2.70')])).toEqual([]);
});

it('is silent at a key that comes from changing addresses', async () => {
  const past = Array.from({ length: 6 }, (_, nth) => key(T - (nth + 1) * DAY, `192.0.2.${70 + nth}`));
  expect(await look([...past, key(T, '203.0.113.240')])).toEqual([]);
});

it('rings when a nightly job comes by day', async () => {
  expect(
    await look([...nights(10), exporting(T + HOUR * 9, job)], { from: new Date(T + 8 * HOUR), to: new Date(T + 10 * HOUR) }),
  ).toMatchObject([{ level: 'medium', facts: { because: 'untimely', ownDays: 10 } }]);
});

it('rings when a day’s worth is taken in an hour', async () => {
  const small = Array.from({ length: 10 }, (_, day) =>
    Array.from({ length: 12 }, (_, hour) => exporting(T - (day + 1) * DAY + hour * HOUR, job, { bytes: 200_000 })),
  ).flat();
  expect(await look([...small, exporting(T, job, { bytes: 2_400_000 })])).toMatchObject([
    { level: 'medium', facts: { because: 'fast', mostAnHour: 2_400_000, usualHour: 600_000 } },
  ]);
});

it('rings at what a theft of the past has not made usual', async () => {
  const theft = exporting(T - 12 * DAY, job, { bytes: 9_000_000 });
  expect(await look([...nights(10), theft, exporting(T, job, { bytes: 9_000_000 })])).toMatchObject([
    { facts: { because: 'more', ownDays: 11, ownMost: 9_000_000, usual: 990_000 } },
  ]);
});

it('is high and no more for whoever exported once before, or sits in the back office, and after two days of history', async () => {
  expect(await look([...nights(10), exporting(T - 5 * DAY, thief), exporting(T, thief)])).toMatchObject([{ level: 'high' }]);
  const desk = Array.from({ length: 6 }, (_, nth) =>
    makeRequest(SHOP, T - DAY + nth * 60_000, { ...thief, route_kind: 'admin', path: '/admin/orders' }),
  );
  expect(await look([...nights(10), ...desk, exporting(T, thief, { bytes: 3_000_000 })])).toMatchObject([{ level: 'high' }]);
  expect(await look([...nights(3), exporting(T, thief)])).toMatchObject([{ level: 'high' }]);
});

it('says medium while nobody knows what is usual', async () => {
  expect(await look([exporting(T, thief)])).toMatchObject([{ level: 'medium' }]);
});

it.each<[string, () => RequestRow[]]>([
  ['the nightly job', () => [...nights(10), exporting(T, job)]],
  ['the nightly job on a sale day, with three times as much', () => [...nights(10), exporting(T, job, { bytes: 990_000 })]],
  [
    'the office that exports now and then, under new sessions',
    () => [-9, -4, 0].map((day) => exporting(T + day * DAY, office, { session: `s${day}` })),
  ],
  ['a refused export', () => [exporting(T, thief, { status: 403, categories: [] })]],
  ["somebody's own small export", () => [exporting(T, thief, { bytes: 4_000 })]],
  ['a look at how large it would be', () => [exporting(T, thief, { method: 'HEAD' })]],
])('stays silent at %s', async (_, rows) => {
  expect(await look(rows())).toEqual([]);
});

it('is low where many people export from many places', async () => {
  const others = [1, 2, 3, 4].map((nth) => exporting(T - nth * DAY, { address: `192.0.2.${100 + nth}` }));
  expect(await look([...others, exporting(T, thief)])).toMatchObject([{ level: 'low' }]);
});
