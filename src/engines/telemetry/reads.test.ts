import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeId } from '#kernel/ids.ts';
import { openRows, turnRows } from './blocks/rows-by-column.ts';
import { openTelemetry } from './open-telemetry.ts';
import type { Telemetry, TelemetryValue } from './types.ts';

type Row = Readonly<Record<string, TelemetryValue>>;

const folder = mkdtempSync(join(tmpdir(), 'shopbell-reads-'));
const org = makeId('org', 1, new Uint8Array(16));
const at = new Date('2026-05-01T10:00:00.123Z');
let telemetry: Telemetry;

beforeAll(async () => {
  telemetry = await openTelemetry({ path: folder, retentionDays: null });
});
afterAll(async () => {
  await telemetry.close();
  rmSync(folder, { recursive: true, force: true });
});

const request = (change: Row): Row => ({
  shop_id: 's',
  at,
  received_at: at,
  address: '203.0.113.5',
  agent: 'a',
  method: 'GET',
  path: '/orders/{order}',
  status: 200,
  categories: ['name'],
  object_kind: 'order',
  object_ref: 'ref-1',
  object_position: 7,
  ...change,
});
const event = (change: Row): Row => ({ shop_id: 's', at, received_at: at, name: 'shop.record.read', object_kind: 'customer', ...change });
const reads = (where: string): Promise<Row[]> =>
  telemetry.query(
    org,
    `select via, object_kind as kind, object_ref as ref, object_position as position, actor from @reads where ${where} order by ref`,
  );

it('a request that gave out a record is a read, once however often it is sent', async () => {
  const rows = [request({}), request({ object_ref: 'refused', status: 403, categories: [] }), request({ object_ref: '' })];
  await telemetry.insert(org, 'requests', rows, { token: 'one' });
  await telemetry.insert(org, 'requests', rows, { token: 'one' });
  const [asked] = await telemetry.query<{ actor: number }>(org, "select actor from @requests where object_ref = 'ref-1'");
  expect(await reads("via = 'request'")).toEqual([{ via: 'request', kind: 'order', ref: 'ref-1', position: 7, actor: asked?.actor }]);
});

it('the same of many rows at once, which go in as a block', async () => {
  const rows = Array.from({ length: 600 }, (_, nth) => request({ path: '/block', object_ref: `b-${nth}` }));
  await telemetry.insert(org, 'requests', rows, { token: 'many' });
  await telemetry.insert(org, 'requests', rows, { token: 'many' });
  expect(await reads("path = '/block'")).toHaveLength(600);
});

it('the same of several blocks by one insert, each with columns of its own', async () => {
  const block = (from: number, change: Row) =>
    turnRows(
      'requests',
      Array.from({ length: 5 }, (_, nth) => request({ path: '/blocks', object_ref: `c-${from + nth}`, ...change })),
    );
  await telemetry.insertBlocks(org, 'requests', [
    block(0, { session: 's-blocks' }),
    block(5, { referrer: 'https://shop.example/' }),
    block(10, {}),
  ]);
  await telemetry.insertBlocks(org, 'requests', [block(15, {})]);
  await telemetry.insertBlocks(org, 'requests', [openRows('requests')]);
  expect(await reads("path = '/blocks'")).toHaveLength(20);
  const kept = await telemetry.query(
    org,
    "select session, referrer, count() as n from @requests where path = '/blocks' group by session, referrer order by session, referrer",
  );
  expect(kept).toEqual([
    { session: '', referrer: '', n: 10 },
    { session: '', referrer: 'https://shop.example/', n: 5 },
    { session: 's-blocks', referrer: '', n: 5 },
  ]);
});

it.each([1, 300])('an event tells one record or many, %i at a time', async (size) => {
  const session = `s-${size}`;
  const rows = [
    event({ session, object_ref: 'single', object_position: 3 }),
    event({ session, object_refs: ['m-1', 'm-2', 'm-3'], object_positions: [5, null] }),
    event({ session, object_ref: 'failed', outcome: 'failure' }),
    event({ session, object_ref: 'other', name: 'shop.order.paid' }),
    event({ session }),
  ];
  await telemetry.insert(org, 'application_events', Array.from({ length: size }, () => rows).flat());
  const found = (await reads(`session = '${session}'`)).map(({ via, ref, position }) => `${via} ${ref} ${position}`);
  expect([...new Set(found)]).toEqual(['event m-1 5', 'event m-2 null', 'event m-3 null', 'event single 3']);
  expect(found).toHaveLength(4 * size);
});
