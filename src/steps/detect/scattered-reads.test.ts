import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { findScatteredReads } from './rules/scattered-reads.ts';
import { makeCustomers, makeRequest, readOrder } from './testing/make-request.ts';

const SHOP = 'shop';
const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;
let org: OrgId;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());
beforeEach(() => {
  org = telemetry.newOrg();
});

/** A day of customers who come by the shop's pages. */
const ordinary = (): RequestRow[] => makeCustomers(SHOP, T - 12 * HOUR, 800, 80 * SECOND);
/** One order from each address, in no order. */
const scattered = (readers: number, at = T): RequestRow[] =>
  Array.from({ length: readers }, (_, nth) =>
    readOrder(SHOP, at + nth * MINUTE, 5000 + ((nth * 7919) % 3001), { address: `198.51.100.${nth}`, agent: `Browser ${nth}` }),
  );

async function find(rows: readonly RequestRow[]) {
  await telemetry.insert(org, 'requests', rows);
  const span = { from: new Date(T - 12 * HOUR), to: new Date(T + 6 * HOUR) };
  return findScatteredReads({ telemetry, org, shop: SHOP, span, usual: nothingUsual, knowledge: nothingKnown }, new Set());
}

it('finds many who each read one record and nothing else, and nobody besides', async () => {
  const found = await find([...ordinary(), ...scattered(60)]);
  expect(found).toMatchObject([
    { rule: 'enumeration', subject: '/account/orders/{order}', level: 'high', facts: { how: 'scattered', records: 60, addresses: 60 } },
  ]);
  expect(found[0]?.selection.actors).toHaveLength(60);
});

it('counts those as customers who looked at a page within the hour before or after, and not those who did so hours away', async () => {
  const readers = scattered(60);
  const page = (away: number): RequestRow[] =>
    readers.map((row) => makeRequest(SHOP, row.at.getTime() + away, { address: row.address, agent: row.agent }));
  expect(await find([...ordinary(), ...readers, ...page(-40 * MINUTE)])).toEqual([]);
  org = telemetry.newOrg();
  expect(await find([...ordinary(), ...readers, ...page(-6 * HOUR)])).toHaveLength(1);
});

it('is silent where reading and nothing else is what everybody does: an interface', async () => {
  const hours = Array.from({ length: 9 }, (_, nth) => scattered(40, T - 12 * HOUR + nth * 2 * HOUR));
  expect(await find(hours.flat())).toEqual([]);
});
