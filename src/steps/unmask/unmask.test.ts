import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { productFiles } from '#engines/files/product-files.ts';
import { startDelivery } from '#engines/ledger/start-delivery.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { defineVerb } from '#engines/verb.ts';
import type { Role } from '#kernel/event.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { suspicionReported } from '#steps/teach/events.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { judgeImpostor, judgeNames, ownNames, reactions, setBrand, takeGlance } from './index.ts';
import { routes } from './routes.tsx';
import { unmaskTables } from './store.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(async () => house[Symbol.asyncDispose]());

async function newShop(url = 'https://www.glowlamp.test'): Promise<{ org: OrgId; shop: ShopId }> {
  const org = house.newOrg();
  const contact = { name: 'Shop', address: 'hello@glowlamp.test' };
  const common = { platform: 'generic', allowPrivate: url.includes('127.'), timeZone: 'UTC', country: 'PL' };
  const { shop } = await registerShop(house.scope(org, 'owner'), {
    ...common,
    name: 'Glowlamp',
    url,
    contact: { ...contact, phone: '' },
    privacyContact: contact,
  });
  return { org, shop };
}

const entries = (org: OrgId) => house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000));
const found = async (org: OrgId) => (await entries(org)).filter((entry) => entry.kind === 'unmask.impostor-found');
const impostors = (org: OrgId) =>
  house.state.inOrg(org, (db) => unmaskTables(db).selectFrom('impostors').selectAll().orderBy('name').execute());
const report = defineVerb({
  name: 'test.report',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ shop: z.custom<ShopId>(), host: z.string() }),
  run: async (ctx, payload) => ({ seq: (await ctx.record(suspicionReported, payload)).seq }),
});
const serve = (org: OrgId, role: Role = 'owner') => serveRooms(productFiles, () => house.scope(org, role), { '/unmask': routes() });

test('a list is judged against what the shop’s address says; known names are not found twice', async () => {
  const { org, shop } = await newShop();
  const text = '# list\nglowlamp.test-pay437.lol\nhttps://glowlamp-login.com/x\nwww.glowlamp.test\nexample.org\n!!x\nnot a host\n';
  expect(await judgeNames(house.scope(org, 'engineer'), { shop, text })).toEqual({
    names: 4,
    unreadable: 1,
    ours: 1,
    suspicious: 2,
    added: 2,
    leftOut: 0,
  });
  expect(await judgeNames(house.scope(org, 'engineer'), { shop, text })).toMatchObject({ suspicious: 2, added: 0 });
  const [first] = await found(org);
  expect(first?.payload).toMatchObject({ name: 'glowlamp.test-pay437.lol', severity: 'high' });
  expect(JSON.stringify(first?.payload)).toContain('Our own address glowlamp.test is written inside it');
});

test('own names, safe words, and the verdict “ours” are kept', async () => {
  const { org, shop } = await newShop();
  const owner = house.scope(org, 'owner');
  expect(await setBrand(owner, { shop, words: ['Glow Lamp'], own: ['https://Glowlamp.test/'], safe: ['glowlampada'] })).toEqual({
    words: ['glowlamp'],
    own: ['glowlamp.test'],
  });
  await judgeNames(owner, { shop, text: 'glowlampada.example\nglowlamp-shop.example' });
  const [row, ...more] = await impostors(org);
  expect(more).toEqual([]);
  await judgeImpostor(owner, { impostor: row?.id ?? 'imp_0', verdict: 'ours' });
  expect(await ownNames(house, org, shop)).toEqual(['glowlamp.test', 'glowlamp-shop.example']);
  expect(await judgeNames(owner, { shop, text: 'a.glowlamp-shop.example' })).toMatchObject({ ours: 1, suspicious: 0 });
  await expect(setBrand(owner, { shop, words: ['x'], own: ['glowlamp.test'] })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(setBrand(owner, { shop, words: ['glowlamp'], own: ['not a host'] })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test('a shop without a name in its address says so', async () => {
  const { org, shop } = await newShop('http://127.0.0.1:8080');
  await expect(judgeNames(house.scope(org, 'owner'), { shop, text: 'a.example' })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await takeGlance(house.scope(org, 'viewer'), (key) => key)).shops[0]).toMatchObject({
    tone: 'unknown',
    text: 'unmask.glance.no-brand',
  });
});

test('customers’ reports are judged: the alike one loudly, the unlike one quietly, our own not at all', async () => {
  const { org, shop } = await newShop();
  const delivery = await startDelivery(house, reactions);
  for (const host of ['glowlamp.test-pay1.lol', 'odd.example', 'www.glowlamp.test', 'odd.example'])
    await report(house.scope(org, 'public'), { shop, host });
  await expect
    .poll(async () => (await impostors(org)).map((row) => `${row.name} ${row.severity} ${row.reports}`))
    .toEqual(['glowlamp.test-pay1.lol high 1', 'odd.example low 2']);
  await delivery.stop();
  expect(await found(org)).toHaveLength(2);
});

test('who may not, may not; another organisation sees nothing', async () => {
  const { org, shop } = await newShop();
  await expect(setBrand(house.scope(org, 'viewer'), { shop, words: ['glowlamp'], own: ['a.example'] })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await expect(judgeNames(house.scope(org, 'communicator'), { shop, text: 'a.example' })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(judgeNames(house.scope(house.newOrg(), 'owner'), { shop, text: 'a.example' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('by pages alone: brand, list, verdict', async () => {
  const { org, shop } = await newShop();
  const app = serve(org);
  expect(await (await app.request('/unmask')).text()).toContain('No look-alike name waits');
  expect(await (await app.request('/unmask/brands')).text()).toContain('glowlamp');
  expect(
    (
      await app.request(`/unmask/brands/${shop}`, {
        method: 'POST',
        body: new URLSearchParams({ words: 'glowlamp', own: 'glowlamp.test', safe: '' }),
      })
    ).status,
  ).toBe(303);
  const list = new FormData();
  list.set('shop', shop);
  list.set('text', 'login.glowlamp.secure.example');
  list.set('file', new File(['glowlamp-pay.example\n'], 'names.txt'));
  const judged = await (await app.request('/unmask/names', { method: 'POST', body: list })).text();
  expect(judged).toContain('2 names were judged: 2 can be taken for yours, 2 of them new, 0 yours.');
  const at = /\/unmask\/impostors\/imp_[0-9A-Z]+/.exec(judged)?.[0] ?? '';
  const one = await (await app.request(at)).text();
  expect(one).toContain('It carries our name.');
  expect(one).not.toContain('href="http');
  expect((await serve(org, 'viewer').request(at, { method: 'POST', body: new URLSearchParams({ verdict: 'confirmed' }) })).status).toBe(
    403,
  );
  expect((await app.request(at, { method: 'POST', body: new URLSearchParams({ verdict: 'confirmed', note: 'sure' }) })).status).toBe(303);
  expect((await entries(org)).map((entry) => entry.kind)).toContain('unmask.impostor-judged');
  expect((await serve(house.newOrg()).request(at)).status).toBe(404);
  for (const path of ['/unmask', '/unmask/names', '/unmask/brands', at]) {
    const html = await (await app.request(path)).text();
    expect(html.match(/<h1/g), path).toHaveLength(1);
    expect(html, path).not.toMatch(/>unmask\.[a-z]/);
  }
});
