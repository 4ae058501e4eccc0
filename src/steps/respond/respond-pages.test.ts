import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { ORG_HEADER } from '#engines/mail/org-header.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Role } from '#kernel/event.ts';
import type { OrgId } from '#kernel/ids.ts';
import { makeId } from '#kernel/ids.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addContact, openIncident, startPager, takeGlance } from './index.ts';
import { publicRoutes } from './public-routes.tsx';
import { routes } from './routes.tsx';

let house: TestHouse;
let org: OrgId;
let stopPager: () => Promise<void>;
const shop = () => makeId('shop', Date.now(), house.random.bytes(16));

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({ mailer: await openMailer({ folder: join(folder, 'mail') }) }));
  org = house.newOrg();
  stopPager = await startPager(house);
});
afterAll(async () => {
  await stopPager();
  await house[Symbol.asyncDispose]();
});

const serve = (role: Role = 'owner', at: OrgId = org) =>
  serveRooms(productFiles, () => house.scope(at, role), { '/respond': routes(), '/p': publicRoutes() });
const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });

test('without contacts the page says that nobody would be woken', async () => {
  const html = await (await serve().request('/respond')).text();
  expect(html).toContain('Nobody would be woken');
  expect(html).toContain('No incident is open');
  const glance = await takeGlance(house.scope(org, 'viewer'), (key) => key);
  expect(glance.needs.map((need) => need.href)).toEqual(['/respond/contacts']);
});

test('from the form to the closed incident, by pages alone', async () => {
  const app = serve();
  expect((await app.request('/respond/contacts', form({ name: 'Night', kind: 'mail', address: 'night@team.example' }))).status).toBe(303);
  const test = /action="(\/respond\/contacts\/[^"]+\/test)"/.exec(await (await app.request('/respond/contacts')).text())?.[1] ?? '';
  expect(await (await app.request(test, form({}))).text()).toContain('The test page to Night was taken by the far side');
  expect((await serve('viewer').request(test, form({}))).status).toBe(403);
  const opened = await app.request(
    '/respond/incidents',
    form({ shop: shop(), title: 'A <b>dump</b> in the web root', severity: 'high', touchesPeople: 'yes' }),
  );
  const at = opened.headers.get('location') ?? '';
  expect(at).toMatch(/^\/respond\/incidents\/inc_/);
  const html = await (await app.request(at)).text();
  expect(html).toContain('Somebody must say that they have it');
  expect(html).toContain('A &lt;b&gt;dump&lt;/b&gt; in the web root');
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect(html).not.toMatch(/respond\.[a-z-]+\.[a-z]/);
  for (const [action, fields] of Object.entries({
    acknowledge: {},
    assign: {},
    note: { text: 'Looking' },
    contain: { how: 'Removed it' },
    close: { because: 'Done' },
  })) {
    expect((await app.request(`${at}/${action}`, form(fields))).status, action).toBe(303);
  }
  const closed = await (await app.request(at)).text();
  for (const words of ['This incident is closed', 'Contained: Removed it', 'Note: Looking', 'Closed: Done'])
    expect(closed).toContain(words);
  expect((await app.request(`${at}/close`, form({ because: 'again' }))).status).toBe(409);
  expect((await app.request(`${at}/constructor`, form({}))).status).toBe(404);
});

test('who may only look sees no forms; another organisation sees nothing', async () => {
  const { incident } = await openIncident(house.scope(org, 'owner'), {
    shop: shop(),
    title: 'Something odd',
    severity: 'medium',
    touchesPeople: false,
  });
  const html = await (await serve('viewer').request(`/respond/incidents/${incident}`)).text();
  expect(html).toContain('Something odd');
  expect(html).not.toContain('action="/respond/');
  expect((await serve('viewer').request(`/respond/incidents/${incident}/acknowledge`, form({}))).status).toBe(403);
  expect((await serve('owner', house.newOrg()).request(`/respond/incidents/${incident}`)).status).toBe(404);
  expect((await serve().request('/respond/incidents/nonsense')).status).toBe(404);
});

test('the link of a page: looking changes nothing, the button answers once', async () => {
  const own = house.newOrg();
  await addContact(house.scope(own, 'owner'), { name: 'Night', kind: 'mail', address: 'link@team.example' });
  const { incident } = await openIncident(house.scope(own, 'owner'), {
    shop: shop(),
    title: 'Something odd',
    severity: 'high',
    touchesPeople: false,
  });
  await expect.poll(() => house.mailer.caught({ to: 'link@team.example' })).toHaveLength(1);
  const [mail] = await house.mailer.caught({ to: 'link@team.example' });
  const link = /\/p\/respond\/answer\/\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  const app = serve('public', own);
  const kinds = async () => (await house.state.inOrg(own, (db) => readEntries(db, own, 0, 100))).map((entry) => entry.kind);
  const seen = await app.request(link);
  expect(seen.status).toBe(200);
  expect(await seen.text()).not.toContain('<script');
  expect(await kinds()).not.toContain('respond.incident-acknowledged');
  expect(await (await app.request(link, form({}))).text()).toContain('You have it');
  expect(await (await app.request(link, form({}))).text()).toContain('answered before');
  expect((await kinds()).filter((kind) => kind === 'respond.incident-acknowledged')).toHaveLength(1);
  expect((await app.request(`${link}x`)).status).toBe(404);
  expect(await (await serve('owner', own).request(`/respond/incidents/${incident}`)).text()).toContain('The hole must be shut');
});

test('the mailbox shows an organisation its own mails, masked; opening one is recorded; its HTML is shut in', async () => {
  const own = house.newOrg();
  await house.mailer.send({
    to: 'anna@customers.example',
    from: { name: 'Shop', address: 'shop@shop.example' },
    subject: 'About your data',
    text: 'Dear Anna',
    html: '<p style="color:red">Dear Anna</p><script src="/x.js"></script>',
    id: 'ltr_1',
    headers: { [ORG_HEADER]: own },
  });
  const list = await (await serve('owner', own).request('/respond/mailbox')).text();
  expect(list).toContain('About your data');
  expect(list).not.toContain('anna@');
  const at = /\/respond\/mailbox\/[0-9a-f-]+/.exec(list)?.[0] ?? '';
  expect(await (await serve('owner', own).request(at)).text()).toContain('Dear Anna');
  const html = await serve('owner', own).request(`${at}/html`);
  expect(html.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  expect((await serve('engineer', own).request(at)).status).toBe(403);
  expect((await serve('owner').request(at)).status).toBe(404);
  expect(await (await serve('owner').request('/respond/mailbox')).text()).not.toContain('About your data');
  expect((await house.state.inOrg(own, (db) => readEntries(db, own, 0, 100))).map((entry) => entry.kind)).toContain('respond.mail-opened');
});

test('a webhook’s secret is shown once, addresses never', async () => {
  const own = house.newOrg();
  const shown = await (
    await serve('owner', own).request(
      '/respond/contacts',
      form({ name: 'Hook', kind: 'webhook', address: 'https://hooks.example/very-secret' }),
    )
  ).text();
  expect(shown).toContain('whsec_');
  const later = await (await serve('owner', own).request('/respond/contacts')).text();
  expect(later).not.toContain('whsec_');
  expect(later).not.toContain('very-secret');
});
