import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { DAY, HOUR, SECOND } from '#kernel/time.ts';
import { assessAffected } from './affected/assess-affected.ts';
import { detectInArea } from './detect-in-area.ts';
import { whyKeyOf } from './explain.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { FIREFOX, makeRequest } from './testing/make-request.ts';

const T = Date.UTC(2026, 7, 20, 9);
const SHOP = 's';
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const exported = (at: number, account: string, records: number, change: Record<string, string> = {}) => ({
  ...{ shop_id: SHOP, source_id: 'src', at: new Date(at), received_at: new Date(at), name: 'shop.export.made', object_kind: 'customer' },
  ...{
    account,
    address: '203.0.113.9',
    agent: 'Firefox',
    records,
    categories: ['name', 'email'],
    attributes: '{"shop.actor.kind":"staff"}',
  },
  ...change,
});
const weeks = Array.from({ length: 14 }, (_, day) => exported(T - (day + 1) * DAY, 'ref-job', 4000, { address: '192.0.2.4' }));

async function look(events: readonly object[], requests: readonly RequestRow[] = []) {
  const org = telemetry.newOrg();
  if (events.length > 0) await telemetry.insert(org, 'application_events', events as never);
  await telemetry.insert(org, 'requests', [makeRequest(SHOP, T - 9 * DAY), ...requests]);
  const span = { from: new Date(T - HOUR), to: new Date(T + HOUR) };
  const all = await detectInArea({ telemetry, org, shop: SHOP, span, usual: nothingUsual, knowledge: nothingKnown });
  const found = all.filter((one) => one.rule === 'bulk-export');
  return { found, affected: await assessAffected({ telemetry, org, shop: SHOP, until: new Date(T + DAY) }, found) };
}

it('an export that only the shop tells of is critical when a new account makes it, with exactly so many rows', async () => {
  const { found, affected } = await look([...weeks, exported(T, 'ref-job', 4000, { address: '192.0.2.4' }), exported(T, 'ref-new', 5200)]);
  expect(found).toMatchObject([
    {
      level: 'critical',
      succeeded: 'yes',
      count: 1,
      selection: { accounts: ['ref-new'] },
      facts: { because: 'new', rows: 5200, ownDays: 0 },
    },
  ]);
  expect(found[0]?.categories).toEqual(['name', 'email']);
  expect(found[0] && whyKeyOf(found[0])).toBe('detect.rule.bulk-export.told.why');
  expect(affected.people).toEqual({ atLeast: 5200, atMost: 5200 });
});

it.each<[string, () => object[]]>([
  ['the job that does so every day', () => [...weeks, exported(T, 'ref-job', 4000, { address: '192.0.2.4' })]],
  ['a list of goods', () => [...weeks, exported(T, 'ref-new', 9000, { object_kind: 'product', categories: [] as never })]],
  ['a short list', () => [...weeks, exported(T, 'ref-new', 300)]],
  ['an export that failed', () => [...weeks, exported(T, 'ref-new', 9000, { outcome: 'failure' })]],
])('is silent: %s', async (_, events) => {
  expect((await look(events())).found).toEqual([]);
});

it('is one signal where the log shows the same export', async () => {
  const logged = {
    path: '/admin/customers/export',
    route: '/admin/customers/export',
    route_kind: 'export',
    categories: ['name'],
    bytes: 900_000,
  };
  const { found } = await look([...weeks, exported(T, 'ref-new', 5200)], [makeRequest(SHOP, T, { ...logged, address: '203.0.113.9' })]);
  expect(found).toMatchObject([{ selection: { what: 'exports' } }]);
});

it('somebody who asks GraphQL again and again and for nothing else is told, and the shop’s own pages are not', async () => {
  const ask = (at: number, nth: number, change: Partial<RequestRow>) =>
    makeRequest(SHOP, at, {
      path: '/graphql',
      method: 'POST',
      route: '/graphql',
      route_kind: 'api',
      bytes: 900 + ((nth * 613) % 4000),
      ...change,
    });
  const visitors = Array.from({ length: 150 }, (_, visitor) =>
    Array.from({ length: 12 }, (_, nth) =>
      ask(T - 3 * DAY + visitor * 600 * SECOND + nth * SECOND, nth, { address: `198.51.100.${visitor}`, agent: FIREFOX }),
    ),
  ).flat();
  const page = { address: '198.51.100.250', agent: FIREFOX };
  const busy = Array.from({ length: 260 }, (_, nth) => [
    ask(T + nth * SECOND, nth, page),
    makeRequest(SHOP, T + nth * SECOND, { ...page, route_kind: 'asset', path: '/a.css' }),
  ]).flat();
  const walk = Array.from({ length: 260 }, (_, nth) => ask(T + nth * 2 * SECOND, nth, { address: '203.0.113.7', agent: 'curl/8' }));
  const { found } = await look([], [...visitors, ...busy, ...walk]);
  expect(found).toMatchObject([
    { level: 'medium', succeeded: 'unknown', count: 260, actor: { address: '203.0.113.7' }, facts: { how: 'graphql-walk' } },
  ]);
  expect(found[0] && whyKeyOf(found[0])).toBe('detect.rule.bulk-export.graphql-walk.why');
});
