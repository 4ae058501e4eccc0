import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { findStuffing } from './rules/stuffing.ts';
import { makeCustomers, makeRequest } from './testing/make-request.ts';

const SHOP = 'shop';
const T = Date.UTC(2026, 4, 4);
let telemetry: TestTelemetry;
let org: OrgId;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());
beforeEach(() => {
  org = telemetry.newOrg();
});

/** So many tries, one a ten seconds, by addresses in turn. */
const tries = (from: number, times: number, addresses: number): RequestRow[] =>
  Array.from({ length: times }, (_, nth) =>
    makeRequest(SHOP, from + nth * 10 * SECOND, {
      ...{ address: `203.0.113.${nth % addresses}`, agent: 'tool/1' },
      ...{ path: '/account/sign-in', route_kind: 'sign-in', method: 'POST', status: 401, auth: 'sign-in-failed' },
    }),
  );

async function find(rows: readonly RequestRow[]) {
  await telemetry.insert(org, 'requests', rows);
  const span = { from: new Date(T), to: new Date(T + 3 * DAY) };
  return findStuffing({ telemetry, org, shop: SHOP, span, usual: nothingUsual, knowledge: nothingKnown });
}

it.each([
  ['from one address', 1],
  ['from twenty', 20],
])('a campaign %s over midnight, where a long span is cut, is one, with every try counted once', async (_name, addresses) => {
  const customers = makeCustomers(SHOP, T, 500, 8 * MINUTE);
  const found = await find([...customers, ...tries(T + DAY - 30 * MINUTE, 360, addresses)]);
  expect(found).toMatchObject([{ rule: 'stuffing', count: 360, facts: { failed: 360, addresses } }]);
});

it('campaigns of different days are told by themselves', async () => {
  const found = await find([...makeCustomers(SHOP, T, 500, 8 * MINUTE), ...tries(T + 2 * HOUR, 100, 1), ...tries(T + 50 * HOUR, 150, 1)]);
  expect(found.map((one) => one.facts.failed)).toEqual([100, 150]);
});
