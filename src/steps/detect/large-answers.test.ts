import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { titleOf, whyKeyOf } from './explain.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { findLargeAnswers } from './rules/large-answers.ts';
import { makeRequest } from './testing/make-request.ts';

const T = Date.UTC(2026, 4, 20, 3);
const SHOP = 'shop_1';
let telemetry: TestTelemetry;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const thief = { address: '203.0.113.240', agent: 'curl/8.5.0' };
const answers = (path: string, from: number, many: number, bytes: number, change: Partial<RequestRow> = {}): RequestRow[] =>
  Array.from({ length: many }, (_, nth) =>
    makeRequest(SHOP, from + nth * MINUTE, { path, route: '/api/{*}', route_kind: 'api', bytes: bytes + nth, ...thief, ...change }),
  );

async function look(rows: readonly RequestRow[]) {
  const org = telemetry.newOrg();
  await telemetry.insert(org, 'requests', rows);
  const span = { from: new Date(T - HOUR), to: new Date(T + HOUR) };
  return findLargeAnswers({ telemetry, org, shop: SHOP, span, usual: nothingUsual, knowledge: nothingKnown });
}

it('rings when whole lists of people are taken, with exactly these answers', async () => {
  const [found, ...more] = await look([...answers('/api/v1/customers', T, 20, 140_000), ...answers('/api/v1/products', T, 20, 900_000)]);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ rule: 'bulk-export', level: 'high', succeeded: 'yes', count: 20, subject: '/api/v1/customers' });
  expect(found?.facts).toMatchObject({ answers: 20, ownDays: 0 });
});

it('says of GraphQL that nobody can tell what it was', async () => {
  const [found] = await look(answers('/graphql', T, 6, 400_000, { method: 'POST' }));
  expect(found).toMatchObject({ level: 'medium', succeeded: 'unknown', categories: [] });
  expect(found && titleOf(found)).toMatch(/perhaps/);
  expect(found && whyKeyOf(found)).toBe('detect.rule.bulk-export.large.why');
});

it('stays silent at pages of ordinary size, however many, and behind one address', async () => {
  expect(await look(answers('/api/v1/orders', T, 59, 30_000))).toEqual([]);
  const phones = Array.from({ length: 500 }, (_, nth) => answers('/graphql', T + nth * 100, 1, 60_000, { agent: `App/${nth % 3}` })).flat();
  expect(await look(phones)).toEqual([]);
});

it('stays silent where such answers are usual, and at the job that does so every night', async () => {
  const week = Array.from({ length: 6 }, (_, day) =>
    answers('/graphql', T - (day + 1) * DAY, 30, 300_000, { address: `192.0.2.${day}` }),
  ).flat();
  expect(await look([...week, ...answers('/graphql', T, 10, 300_000)])).toEqual([]);
  const nights = [0, 1, 2, 3].flatMap((day) => answers('/api/v1/orders', T - day * DAY, 8, 200_000));
  expect(await look(nights)).toEqual([]);
});

it('does not count what was refused', async () => {
  expect(await look(answers('/api/v1/customers', T, 20, 140_000, { status: 403 }))).toEqual([]);
});
