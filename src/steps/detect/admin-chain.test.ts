import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { makeId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { findAdminChains } from './rules/admin-chain.ts';

const T = Date.UTC(2026, 4, 20, 3);
let telemetry: TestTelemetry;
let count = 0;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const event = (at: number, name: string, account: string, change: Record<string, string> = {}) => ({
  ...{ shop_id: 's', source_id: 'src', at: new Date(at), received_at: new Date(at), name, account, address: '203.0.113.9' },
  ...change,
});
const made = (at: number, kind = 'account') => event(at, 'shop.admin.created', 'owner', { object_kind: kind, object_ref: 'new' });
const change = (at: number, who = 'new') => event(at, 'shop.extension.installed', who);
const exported = (at: number, who = 'new', more = {}) => event(at, 'shop.export.made', who, more);

async function look(rows: readonly ReturnType<typeof event>[]) {
  count += 1;
  const org = makeId('org', count, new Uint8Array(16).fill(count));
  await telemetry.insert(org, 'application_events', rows);
  const span = { from: new Date(T + HOUR), to: new Date(T + 2 * HOUR) };
  return findAdminChains({ telemetry, org, shop: 's', span, usual: nothingUsual, knowledge: nothingKnown });
}

it('is critical when a new account changes the shop and then exports', async () => {
  const found = await look([made(T), change(T + 30 * MINUTE), exported(T + 90 * MINUTE), exported(T + 90 * MINUTE, 'owner')]);
  expect(found).toMatchObject([
    { level: 'critical', succeeded: 'yes', count: 2, actor: { account: 'new' }, facts: { minutes: 90, changed: 'yes', exported: 'yes' } },
  ]);
  expect(found[0]?.firstSeen).toBe(new Date(T).toISOString());
  expect(found[0]?.evidence.map((line) => line.text.split(' ')[0])).toEqual([
    'shop.admin.created',
    'shop.extension.installed',
    'shop.export.made',
  ]);
});

it.each([
  ['an export without a change', () => [made(T), exported(T + 90 * MINUTE)], 'high'],
  ['an export before the change', () => [made(T), exported(T + 70 * MINUTE), change(T + 90 * MINUTE)], 'high'],
  ['only a change', () => [made(T), change(T + 90 * MINUTE)], 'medium'],
])('is milder at %s', async (_, rows, level) => {
  expect(await look(rows())).toMatchObject([{ level }]);
});

it.each([
  ['an account that does nothing', () => [made(T + HOUR)]],
  ['the owner, who made it and goes on working', () => [made(T), change(T + HOUR, 'owner'), exported(T + HOUR + 1, 'owner')]],
  ['an account that is older than a day', () => [made(T + HOUR - DAY), exported(T + HOUR + 1)]],
  ['acts before the account was made', () => [change(T + HOUR), made(T + HOUR + MINUTE)]],
  ['an export that failed', () => [made(T), exported(T + HOUR, 'new', { outcome: 'failure' })]],
  ['something else that was made', () => [made(T, 'coupon'), exported(T + HOUR)]],
])('stays silent at %s', async (_, rows) => {
  expect(await look(rows())).toEqual([]);
});
