import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '#web/messages.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { noteFiling } from '../index.ts';
import { routes } from '../routes.tsx';
import { decideTables } from '../store.ts';
import { decideLeak } from '../testing/decide-leak.ts';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { chainRegister } from '../verbs/chain-register.ts';
import { exportRegister } from './export-register.ts';

let stage: CaseStage;
let house: CaseStage['house'];
beforeAll(async () => {
  stage = await openCaseStage();
  ({ house } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

const t = loadMessages(productFiles).in('en');
const view = { locale: 'en', t, timeZone: 'Europe/Warsaw' } as const;

test('the pages: searched and sorted by the database, versions compared, kept to those who may read', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const row = await decideLeak(stage, org);
  const officer = house.scope(org, 'privacy', 'per_officer');
  await noteFiling(officer, { case: row.id, kind: 'first', authority: 'Office <b>', at: '2026-11-20T15:20:00Z' });
  await stage.settle();
  await house.state.inOrg(org, async (db) => {
    const [sample] = await decideTables(db).selectFrom('register_entries').selectAll().limit(1).execute();
    if (!sample) throw new Error('no entry');
    const many = Array.from({ length: 3_000 }, (_, index) => ({
      ...sample,
      id: stage.newId('reg'),
      case_id: stage.newId('case'),
      number: `2025-${String(index + 1).padStart(4, '0')}`,
      version: 1,
      entry: JSON.stringify({ ...sample.entry, title: `Parcel ${index + 1} 100%` }),
    }));
    for (let from = 0; from < many.length; from += 500)
      await decideTables(db)
        .insertInto('register_entries')
        .values(many.slice(from, from + 500))
        .execute();
  });
  await chainRegister(house.scope(org), {});
  let role: 'privacy' | 'viewer' = 'privacy';
  const app = serveRooms(productFiles, () => house.scope(org, role, 'per_officer'), { '/decide': routes() });
  const get = async (path: string) => (await app.request(path)).text();
  const started = performance.now();
  const found = await get('/decide/register?find=parcel+2999+100%25');
  expect(performance.now() - started).toBeLessThan(6_000);
  expect(found).toContain('2025-2999');
  expect(found).not.toContain('2025-2998');
  expect(await get('/decide/register?find=x%25y')).not.toContain('2025-');
  expect(await get('/decide/register?sort=number')).toContain('2025-0001');
  expect(await get('/decide/register?sort=-number')).toContain('2026-001');
  expect(await get("/decide/register?sort=number';drop&page=9999999")).toContain('2026-001');
  const entry = await get(`/decide/register/${row.id}`);
  for (const words of ['What changed from version 1 to 2', 'Office &lt;b&gt;', 'Version 1, as it was', 'GDPR-33-1'])
    expect(entry).toContain(words);
  expect((await app.request(`/decide/register/${stage.newId('case')}`)).status).toBe(404);
  const other = serveRooms(productFiles, () => house.scope(house.newOrg(), 'privacy'), { '/decide': routes() });
  expect((await other.request(`/decide/register/${row.id}`)).status).toBe(404);
  expect(await (await other.request('/decide/register')).text()).not.toContain('2025-');
  const rules = (keepMonths: string, readers = 'privacy') =>
    app.request('/decide/register/rules', { method: 'POST', body: new URLSearchParams({ keepMonths, readers }) });
  expect((await rules('12')).status).toBe(400);
  expect((await rules('abc')).status).toBe(400);
  expect((await rules('36')).status).toBe(303);
  expect(await get('/decide/register')).toContain('for 36 months');
  role = 'viewer';
  for (const path of [
    '/decide/register',
    `/decide/register/${row.id}`,
    '/decide/register.json',
    '/decide/register.csv',
    '/decide/register.xlsx',
  ])
    expect((await app.request(path)).status, path).toBe(403);
});

test('the PDF is printed by our own browser, tagged, with the head', async () => {
  const org = house.newOrg();
  await decideLeak(stage, org);
  const browser = openBrowser({ cacheFolder: join(house.folder, 'browser') });
  const scope = house.scope(org, 'privacy');
  const { bytes } = await exportRegister({ ...scope, house: { ...house, browser } }, 'pdf', view);
  await browser.close();
  const text = Buffer.from(bytes).toString('latin1');
  expect(text.startsWith('%PDF-')).toBe(true);
  expect(text).toContain('/MarkInfo');
});
