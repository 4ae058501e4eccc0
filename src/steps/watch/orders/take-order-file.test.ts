import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { routes } from '../routes.tsx';
import { takeOrderFile } from './take-order-file.ts';

let house: TestHouse;
let org: OrgId;
let shop: ShopId;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  org = house.newOrg();
  house.setNow(new Date('2026-11-27T12:00:00Z'));
  ({ shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

const ORDERS = `order,placed,paid,shipped,total,currency,email
1001,2026-11-20 10:00,2026-11-20 10:01,2026-11-23 15:00,10.00,PLN,anna@shop.example
1002,2026-11-20 11:00,2026-11-20 11:01,,20.00,PLN,ben@shop.example
1003,never,,,20.00,PLN,cid@shop.example
1004,2026-11-19 11:00,2026-11-19 11:01,2026-11-20 15:00,20.00,PLN,
1005,2026-11-19 11:00,2026-11-19 11:01,2026-11-20 15:00,20.00,PLN,
1006,2026-11-19 11:00,2026-11-19 11:01,2026-11-20 15:00,20.00,PLN,
`;
async function* chunks(text: string) {
  yield Buffer.from(text);
}

it('a file is taken: numbers sealed, no other word of it kept, bad lines told; again, it changes nothing', async () => {
  const take = () => takeOrderFile(house.scope(org, 'sender'), { shop, toldBy: 'shop', name: 'orders.csv', chunks: chunks(ORDERS) });
  expect(await take()).toMatchObject({
    kind: 'orders',
    lines: 6,
    steps: 14,
    rejected: 1,
    reasons: [{ line: 4, reason: 'placed is no time' }],
  });
  house.setNow(new Date('2026-11-27T12:05:00Z'));
  await take();
  const rows = await house.telemetry.query<{ order_ref: string }>(org, 'select * from @order_steps');
  expect(rows).toHaveLength(28);
  expect(JSON.stringify(rows)).not.toMatch(/1001|anna|@/);
  expect(rows.map((row) => row.order_ref)).toContain(house.secrets.sealRef(org, 'order', '1001'));
  const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100));
  expect(entries.filter((one) => one.kind === 'watch.order-file-taken').map((one) => one.payload)).toEqual(
    Array(2).fill({ shop, toldBy: 'shop', kind: 'orders', lines: 6, steps: 14, rejected: 1 }),
  );
  await expect(
    takeOrderFile(house.scope(org, 'viewer'), { shop, toldBy: 'shop', name: 'x', chunks: chunks(ORDERS) }),
  ).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  const other = house.newOrg();
  await expect(takeOrderFile(house.scope(other), { shop, toldBy: 'shop', name: 'x', chunks: chunks(ORDERS) })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('in the console a file is looked at at once, and a bad one says why', async () => {
  const rooms = serveRooms(productFiles, () => house.scope(org, 'owner'), { '/watch': routes() });
  const send = async (content: string) => {
    const form = new FormData();
    form.set('toldBy', 'shop');
    form.set('file', new File([content], 'orders.csv'));
    return rooms.request(`/watch/orders/${shop}/file`, { method: 'POST', body: form });
  };
  const answer = await send(ORDERS);
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(html).toContain('One order needs somebody');
  expect(html).toContain('Line 4: placed is no time');
  const list = await (await rooms.request(`/watch/orders/${shop}/not-shipped`)).text();
  expect(list).toContain('1002');
  const bad = await send('a,b\n1,2\n');
  expect(bad.status).toBe(400);
  expect(await bad.text()).toContain('cannot be read as orders');
});
