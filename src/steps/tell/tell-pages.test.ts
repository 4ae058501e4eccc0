import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { countLetters, releaseNotice, startSender, takeGlance } from './index.ts';
import { publicRoutes } from './public-routes.tsx';
import { routes } from './routes.tsx';
import { type NoticeStage, openNoticeStage } from './testing/open-notice-stage.ts';

let stage: NoticeStage;
let house: NoticeStage['house'];
let newId: NoticeStage['newId'];
let person: NoticeStage['person'];
let decidedCase: NoticeStage['decidedCase'];

beforeAll(async () => {
  stage = await openNoticeStage();
  ({ house, newId, person, decidedCase } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

const codeIn = (text: string) => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0] ?? '';

test('the pages: preview beside the checks, release by a second person, and the public page answers by code without a script', async () => {
  house.setNow(new Date('2026-11-22T20:00:00Z'));
  const { org, notice } = await decidedCase(2, (key, n) => person(key, 3000 + n, n ? ['email'] : ['name', 'email']));
  let actor = 'per_decider';
  const app = serveRooms(productFiles, () => house.scope(org, 'owner', actor), { '/p': publicRoutes(), '/tell': routes() });
  const list = await (await app.request('/tell')).text();
  expect(list).toContain('2026-001');
  const draft = await (await app.request(`/tell/notices/${notice.id}`)).text();
  expect(draft).toContain('Paper Lantern: data breach');
  expect(draft).toContain('A second person must release it');
  actor = 'per_second';
  const released = await app.request(`/tell/notices/${notice.id}/release`, { method: 'POST', body: new URLSearchParams({ version: '1' }) });
  expect(released.status).toBe(303);
  const stop = await startSender(house);
  const caught = () => house.mailer.caught({ to: 'reader3000@customers.example' });
  await expect.poll(async () => (await caught()).length).toBe(1);
  await stop();
  const [mail] = await caught();
  const path = new URL(/https:\/\/\S+\/2026-001/.exec(mail?.text ?? '')?.[0] ?? '').pathname;
  const seen = await app.request(path);
  const html = await seen.text();
  expect(seen.status).toBe(200);
  expect(html).not.toContain('<script');
  expect(html).toContain('Is my data affected?');
  const ask = async (code: string) => (await app.request(path, { method: 'POST', body: new URLSearchParams({ code }) })).text();
  expect(await ask(codeIn(mail?.text ?? ''))).toContain('Yes. This code is of a letter we wrote.');
  expect(await ask('00000-00001')).toContain('No letter of ours');
  const update = await app.request(`/tell/notices/${notice.id}/page`, {
    method: 'POST',
    body: new URLSearchParams({ note: 'All <b>letters</b> are out.' }),
  });
  expect(update.status).toBe(303);
  expect(await (await app.request(path)).text()).toContain('All &lt;b&gt;letters&lt;/b&gt; are out.');
  const feed = await app.request(`${path}/feed`);
  expect(feed.headers.get('content-type')).toContain('application/atom+xml');
  expect(await feed.text()).toContain('All &lt;b&gt;letters&lt;/b&gt; are out.');
  expect((await app.request(path.replace('2026-001', '2026-999'))).status).toBe(404);
  expect((await app.request(`/tell/notices/${newId('ntc')}`)).status).toBe(404);
  expect(await (await app.request(`/tell/notices/${notice.id}`)).text()).toContain('letters were sent');
});

test('who has no letter is shown to those who may see it, on purpose and recorded, and marked as told otherwise', async () => {
  const { org, notice } = await decidedCase(3, (key, n) => person(key, 4000 + n, ['email'], n === 0 ? `reader4000@customers.example` : ''));
  await releaseNotice(house.scope(org, 'owner', 'per_second'), { notice: notice.id, version: 1 });
  const stop = await startSender(house);
  const counts = () => house.state.inOrg(org, (db) => countLetters(db, notice.id));
  await expect.poll(async () => (await counts()).sent).toBe(1);
  await stop();
  let role: 'privacy' | 'communicator' | 'engineer' = 'communicator';
  const app = serveRooms(productFiles, () => house.scope(org, role, 'per_x'), { '/tell': routes() });
  const path = `/tell/notices/${notice.id}/trouble`;
  const post = (fields: Record<string, string> = {}) => app.request(path, { method: 'POST', body: new URLSearchParams(fields) });
  const opened = () =>
    house.state.inOrg(org, async (db) =>
      (await readEntries(db, org, 0, 1000)).filter((entry) => entry.kind === 'tell.people-opened').map((entry) => entry.payload),
    );
  expect(await (await app.request(`/tell/notices/${notice.id}`)).text()).toContain(path);
  for (const other of ['communicator', 'engineer'] as const) {
    role = other;
    expect([(await app.request(path)).status, (await post()).status]).toEqual([403, 403]);
  }
  role = 'privacy';
  expect(await (await app.request(path)).text()).not.toContain('Specimen');
  expect(await opened()).toEqual([]);
  const html = await (await post()).text();
  for (const words of ['Specimen 4001', 'c4001', 'Specimen 4002', 'c4002']) expect(html).toContain(words);
  expect(html).not.toContain('Specimen 4000');
  expect(await opened()).toEqual([{ notice: notice.id, purpose: 'tell-affected', people: 2 }]);
  const letter = /name="letter" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const after = await post({ letter, way: 'phone' });
  expect([after.status, (await after.text()).includes('One person has no letter')]).toEqual([200, true]);
  expect(await counts()).toMatchObject({ sent: 1, 'no-address': 1, 'told-otherwise': 1 });
  const needs = async () => (await takeGlance(house.scope(org, 'privacy'), (key, values) => `${key} ${values?.count}`)).needs;
  expect(await needs()).toMatchObject([{ title: 'tell.need-untold.title 1', href: path }]);
  expect((await post({ letter, way: 'phone' })).status).toBe(409);
  expect(await opened()).toHaveLength(2);
});
