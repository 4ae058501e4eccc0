import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { openTestTelemetry, type TestTelemetry } from '../testing/open-test-telemetry.ts';
import type { TelemetryValue } from '../types.ts';

type Row = Record<string, TelemetryValue>;

let telemetry: TestTelemetry;
let count = 0;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const text = fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('\t\n\\N', "it's", 'x'.repeat(400)));
const time = fc.date({ min: new Date('1905-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const request = fc.record<Row>({
  shop_id: fc.constant('shop_1'),
  at: time,
  received_at: time,
  address: text,
  agent: text,
  path: text,
  query: text,
  status: fc.integer({ min: 0, max: 65_535 }),
  bytes: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  duration_ms: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 })),
  object_position: fc.option(fc.integer({ min: -(2 ** 40), max: 2 ** 45 })),
  categories: fc.array(fc.constantFrom('name', 'email', "o'clock", 'ß')),
  file_offset: fc.nat(),
});

async function readBack(org: OrgId): Promise<Row[]> {
  return telemetry.query(
    org,
    'select distinct * except (org_id, stored_at) from @requests order by at, received_at, file_offset, cityHash64(*)',
  );
}

async function both(rows: readonly Row[]): Promise<[block: Row[], text: Row[]]> {
  const [blocks, texts] = [newOrg(), newOrg()];
  await telemetry.insert(texts, 'requests', rows);
  // Many at once go in as a block: as many alike as it takes, of which one of each is looked at.
  await telemetry.insert(blocks, 'requests', Array.from({ length: Math.ceil(500 / rows.length) }, () => rows).flat());
  return [await readBack(blocks), await readBack(texts)];
}

function newOrg(): OrgId {
  count += 1;
  return makeId('org', count, new Uint8Array(16).fill(count % 250));
}

test('rows that are loaded as a block read back like rows that are inserted as text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 40 }), async (rows) => {
      const [blocks, texts] = await both(rows);
      expect(blocks.length).toBeGreaterThan(0);
      expect(sorted(blocks)).toEqual(sorted(texts));
    }),
    { numRuns: 40 },
  );
});

test('many different texts need wider numbers, and stay what they were', async () => {
  const rows = Array.from({ length: 70_000 }, (_, nth) => ({
    shop_id: 'shop_1',
    at: new Date(1_700_000_000_000 + nth),
    received_at: new Date(0),
    path: `/p/${nth}`,
    agent: `a ${nth % 300}`,
    file_offset: nth,
  }));
  const org = newOrg();
  await telemetry.insert(org, 'requests', rows);
  const answer = await telemetry.query(
    org,
    "select count() as n, countIf(path = concat('/p/', toString(file_offset)) and agent = concat('a ', toString(file_offset % 300))) as same from @requests",
  );
  expect(answer).toEqual([{ n: 70_000, same: 70_000 }]);
});

test('a column that the table has not is refused', async () => {
  await expect(telemetry.insert(newOrg(), 'requests', [{ nonsense: 1 }])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

function sorted(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
