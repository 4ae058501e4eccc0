import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import type { Ports } from '#engines/house.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { listShops, publicSlug, registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { checkMessage, takeGlance } from './index.ts';
import { publicRoutes } from './public-routes.tsx';
import { routes } from './routes.tsx';

let house: TestHouse;
let org: OrgId;
let slug = '';

/** Stands for tell: one code is of a letter. */
const ports = {
  checkLetterCode: async (_shop: string, code: string) => (code === 'GOOD' ? 'ours' : code.length < 4 ? 'unknown' : 'not-ours'),
  ownNames: async () => ['glowlamp-news.example'],
} as Partial<Ports> as Ports;

beforeAll(async () => {
  house = await openTestHouse(() => ({ ports }));
  org = house.newOrg();
  await registerShop(house.scope(org, 'owner'), {
    name: 'Żółta Lampa',
    url: 'https://www.glowlamp.test',
    platform: 'generic',
    allowPrivate: false,
    timeZone: 'Europe/Warsaw',
    country: 'PL',
    contact: { name: 'Shop', address: 'hello@glowlamp.test', phone: '' },
    privacyContact: { name: 'Privacy', address: 'privacy@glowlamp.test' },
  });
  const [shop] = await house.state.inOrg(org, (db) => listShops(db));
  if (shop) slug = publicSlug(shop);
});
afterAll(async () => house[Symbol.asyncDispose]());

const serve = () => serveRooms(productFiles, () => house.scope(org, 'viewer'), { '/p': publicRoutes(), '/teach': routes() });
const post = (app: ReturnType<typeof serve>, path: string, fields: Record<string, string>, language = 'en') =>
  app.request(`/p/${slug}${path}?lang=${language}`, { method: 'POST', body: new URLSearchParams(fields) });
const kinds = async () => (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000))).map((entry) => entry.kind);

test('the address is readable, and finds the shop', async () => {
  expect(slug).toMatch(/^zolta-lampa-[0-9a-z]{8}$/);
  const answer = await serve().request(`/p/${slug}/check`);
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(html).toContain('Did this message come from Żółta Lampa?');
  expect(html).not.toContain('<script');
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect((await serve().request('/p/nobody-00000000/check')).status).toBe(404);
  expect((await serve().request('/p/x/check')).status).toBe(404);
});

test.each([
  [{ code: 'GOOD' }, 'Yes. Żółta Lampa sent a letter'],
  [{ code: 'BADBAD' }, 'No. Żółta Lampa sent no letter'],
  [{ code: 'X' }, 'This cannot be checked'],
  [{ address: 'https://glowlamp.test.evil.test/pay' }, 'glowlamp.test.evil.test does not belong'],
  [{ address: 'Shop <info@glowlamp.test>' }, 'That alone proves nothing'],
  [{ address: 'https://glowlamp-news.example/a' }, 'That alone proves nothing'],
  [{ address: 'what is this' }, 'This cannot be checked'],
  [{ address: '<script>alert(1)</script>' }, 'This cannot be checked'],
])('%j', async (fields, expected) => {
  const html = await (await post(serve(), '/check', fields)).text();
  expect(html).toContain(expected);
  expect(html).not.toContain('alert(1)');
});

test('four languages are complete', async () => {
  const catalogue = (language: string) =>
    JSON.parse(readFileSync(new URL(`messages/${language}.json`, import.meta.url), 'utf8')) as Record<string, string>;
  for (const language of ['pl', 'de', 'ja']) expect(Object.keys(catalogue(language))).toEqual(Object.keys(catalogue('en')));
  expect(await (await post(serve(), '/check', { code: 'GOOD' }, 'pl')).text()).toContain('Tak. Żółta Lampa wysłał list z tym kodem.');
  expect(await (await post(serve(), '/check', { code: 'GOOD' }, 'ja')).text()).toContain('はい。');
  expect(await (await post(serve(), '/check', { code: 'GOOD' }, 'de')).text()).toContain('Ja. ');
});

test('a report keeps the host only, and the console shows what was asked', async () => {
  const html = await (await post(serve(), '/report', { address: 'https://fake.evil.test/order?email=anna@customers.example' })).text();
  expect(html).toContain('now knows of fake.evil.test');
  const all = JSON.stringify(await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000)));
  expect(all).toContain('fake.evil.test');
  expect(all).not.toContain('anna@');
  expect(all).not.toContain('BADBAD');
  expect(await kinds()).toContain('teach.suspicion-reported');
  const page = await (await serve().request('/teach')).text();
  expect(page).toContain('fake.evil.test');
  expect(page).toContain(`/p/${slug}/check`);
  const glance = await takeGlance(house.scope(org, 'viewer'), (key) => key);
  expect(glance.line).toBe('teach.glance.line');
});

test('the twenty-first question of a connection waits', async () => {
  const app = serve();
  const before = (await kinds()).length;
  const statuses: number[] = [];
  for (let i = 0; i < 22; i++) statuses.push((await post(app, '/check', { code: 'GOOD' })).status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  expect((await kinds()).length - before).toBe(20);
});

test('another organisation’s shop cannot be asked about', async () => {
  const [shop] = await house.state.inOrg(org, (db) => listShops(db));
  const stranger = house.scope(house.newOrg(), 'public');
  await expect(checkMessage(stranger, { shop: shop?.id ?? 'shop_0', code: 'GOOD' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
