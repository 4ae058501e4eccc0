import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { SECOND } from '#kernel/time.ts';
import { detectInArea } from './detect-in-area.ts';
import type { Finding } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { readTouched } from './read-touched.ts';
import { readUsual } from './rules/read-usual.ts';

const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const read = (account: string, order: number, at: number) => ({
  ...{ shop_id: 's', at: new Date(at), received_at: new Date(at), name: 'shop.record.read', account, address: '203.0.113.9' },
  ...{ categories: ['name', 'postal-address'], object_kind: 'order', object_ref: `ref-${order}`, object_position: order },
});

async function detect(org: OrgId, rows: readonly ReturnType<typeof read>[]): Promise<Finding[]> {
  await telemetry.insert(org, 'application_events', rows);
  const span = { from: new Date(T), to: new Date(T + 600 * SECOND) };
  const usual = await readUsual(telemetry, org, 's', span);
  return detectInArea({ telemetry, org, shop: 's', span, usual, knowledge: nothingKnown });
}

const customers = Array.from({ length: 150 }, (_, nth) => read(`customer-${nth}`, 1000 + nth, T + nth * 3 * SECOND));

it('customers who read an order of their own do not ring', async () => {
  expect(await detect(makeId('org', 1, new Uint8Array(16)), customers)).toEqual([]);
});

it('an account that reads everybody’s orders is told by the shop’s own events alone, with exactly those records', async () => {
  const org = makeId('org', 2, new Uint8Array(16));
  const stolen = Array.from({ length: 150 }, (_, nth) => read('stolen', 5000 + nth, T + 60 * SECOND + nth * SECOND));
  const [found, ...more] = await detect(org, [...customers, ...stolen]);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ rule: 'enumeration', succeeded: 'yes', count: 150, touched: [{ kind: 'order', distinct: 150 }] });
  const refs: string[] = [];
  if (found?.reads)
    for await (const batch of readTouched(telemetry, org, [{ shop: 's', reads: found.reads }])) refs.push(...batch.map((one) => one.ref));
  expect(refs.sort()).toEqual(stolen.map((row) => row.object_ref).sort());
});

it('staff who open thirty orders in ten minutes do their work; an account of which the shop does not say that rings', async () => {
  const day = Array.from({ length: 30 }, (_, nth) => read('packer', 9000 + nth * 7, T + 60 * SECOND + nth * SECOND));
  const staff = day.map((row) => ({ ...row, attributes: JSON.stringify({ 'shop.actor.kind': 'staff' }) }));
  expect(await detect(makeId('org', 3, new Uint8Array(16)), [...customers, ...staff])).toEqual([]);
  expect(await detect(makeId('org', 4, new Uint8Array(16)), [...customers, ...day])).toHaveLength(1);
});
