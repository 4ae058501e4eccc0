import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSetupOpen, makeSetupLink } from '#engines/identity/setup-link.ts';
import { totpCode } from '#engines/identity/totp-code.ts';
import { openTestHouse } from '#engines/testing/open-test-house.ts';
import { listMembers, listOrganisations, listShops, listSources, rescuePerson } from '#registry/index.ts';
import { confirmTotp, openTestBrowser, openTestConsole, setUpOwner, setupFields } from './open-test-console.ts';
import { safeNext } from './visitor.ts';

test('the first run: link, one page, app, overview; then the link is closed', async () => {
  await using house = await openTestHouse();
  const { app, identity } = openTestConsole(house);
  const log = join(house.folder, 'access.log');
  writeFileSync(log, '');
  expect(await isSetupOpen(house)).toBe(true);
  const { browser, link } = await setUpOwner(house, app, { logPath: log });
  expect(await isSetupOpen(house)).toBe(false);
  expect((await browser.get('/')).text).toBe('overview of Brass & Paper Ltd for Ada One, owner');
  const [org] = await listOrganisations(house.state);
  if (!org) throw new Error('no organisation');
  expect(await house.state.inOrg(org.id, (db) => listShops(db))).toMatchObject([
    { url: 'https://brass.example', country: 'PL', platform: 'generic' },
  ]);
  expect(await house.state.inOrg(org.id, (db) => listSources(db))).toMatchObject([{ kind: 'file', path: log }]);

  const again = openTestBrowser(app);
  expect((await again.get(`${link.pathname}${link.search}`)).status).toBe(404);
  expect(await makeSetupLink(house)).not.toBe(link.href);
  expect((await again.get(new URL(await makeSetupLink(house)).pathname)).status).toBe(404);
  expect((await again.post('/setup', { token: link.searchParams.get('token') ?? '', ...setupFields })).status).toBe(403);
  await identity.close();
});

test('what is wrong in the first run is said, and the link stays good', async () => {
  await using house = await openTestHouse();
  const { app, identity } = openTestConsole(house);
  const browser = openTestBrowser(app);
  const link = new URL(await makeSetupLink(house));
  const token = link.searchParams.get('token') ?? '';
  const opened = await browser.get(`${link.pathname}${link.search}`);
  expect(opened.headers.get('cache-control')).toBe('no-store');
  const send = (fields: Record<string, string>) => browser.post('/setup', { token, ...setupFields, ...fields });
  for (const [fields, words] of [
    [{ password: 'Password1234' }, 'too easy to guess'],
    [{ logPath: '/nowhere/access.log' }, 'cannot be read'],
    [{ url: 'http://127.0.0.1:8080' }, 'is private'],
    [{ url: 'javascript:alert(1)' }, 'https://'],
    [{ email: 'ada' }, 'owner.email'],
    [{ contactEmail: 'Copper Lane 1, Testford' }, 'must be a mail address'],
    [{ contactEmail: '' }, 'must be a mail address'],
    [{ token: 'wrong' }, 'not valid'],
  ] as const) {
    const answer = await send(fields);
    expect([answer.status >= 400 && answer.status < 500, answer.text.includes(words)], words).toEqual([true, true]);
    await browser.get(`${link.pathname}${link.search}`);
  }
  expect(await listOrganisations(house.state)).toEqual([]);
  const both = await Promise.all([send({}), send({ email: 'eve@brass.example' })]);
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 404]);
  expect(await listOrganisations(house.state)).toHaveLength(1);
  await identity.close();
});

test('sign-in with password and code; wrong ones are refused and recorded; nothing leads elsewhere', async () => {
  await using house = await openTestHouse();
  const { app, identity } = openTestConsole(house);
  const { uri } = await setUpOwner(house, app);
  const browser = openTestBrowser(app);
  expect(await browser.get('/settings/people?x=1')).toMatchObject({ status: 303, location: '/sign-in?next=%2Fsettings%2Fpeople%3Fx%3D1' });
  expect((await browser.post('/settings/keys')).location).toBe('/sign-in');
  await browser.get('/sign-in?next=//evil.example');
  expect(browser.hidden('next')).toBe('/');
  const { email, password } = setupFields;
  const wrong = await browser.post('/sign-in', { email, password: 'wrong' });
  expect(wrong.status).toBe(401);
  expect(wrong.text).not.toContain('wrong');
  expect((await browser.post('/sign-in', { email: 'nobody@brass.example', password: 'wrong' })).status).toBe(401);
  expect(await browser.post('/sign-in', { email, password, next: 'https://evil.example' })).toMatchObject({
    status: 303,
    location: '/sign-in/code?next=%2F',
  });
  expect((await browser.get('/')).location).toBe('/sign-in');
  await browser.get('/sign-in/code');
  expect((await browser.post('/sign-in/code', { code: '000000' })).status).toBe(401);
  const inside = await browser.post('/sign-in/code', { code: totpCode(uri, new Date(Date.now() + 30_000)), next: '/settings/shops' });
  expect(inside).toMatchObject({ status: 303, location: '/settings/shops' });
  expect((await browser.get('/')).status).toBe(200);
  const kinds = await house.state.everywhere((db) =>
    db
      .withTables<{ ledger: { kind: string; payload: unknown; seq: number } }>()
      .selectFrom('ledger')
      .select(['kind', 'payload'])
      .orderBy('seq')
      .execute(),
  );
  expect(kinds.map((entry) => entry.kind)).toEqual([
    'registry.organisation-created',
    'registry.person-added',
    'registry.shop-registered',
    'respond.contact-added',
    'registry.second-factor-changed',
    'registry.signed-in',
    'registry.sign-in-refused',
    'registry.signed-in',
  ]);
  expect(JSON.stringify(kinds)).not.toContain('ada');
  const scope = house.scope((await listOrganisations(house.state))[0]?.id ?? house.newOrg());
  await expect(rescuePerson(house.scope(house.newOrg()), { email })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await browser.get('/')).status).toBe(200);
  const rescued = await rescuePerson(scope, { email });
  expect((await browser.get('/')).status).toBe(303);
  await browser.get('/sign-in');
  expect((await browser.post('/sign-in', { email, password })).status).toBe(401);
  expect(await browser.post('/sign-in', { email, password: rescued.password })).toMatchObject({ location: '/second-factor?next=%2F' });
  await browser.get('/second-factor');
  await browser.post('/second-factor', { password: rescued.password });
  await confirmTotp(browser);
  expect((await browser.get('/')).status).toBe(200);
  await browser.get('/account');
  expect((await browser.post('/account/sign-out')).location).toBe('/sign-in');
  expect((await browser.get('/')).status).toBe(303);
  await identity.close();
});

test('guessing ends in 429 with the time to wait', async () => {
  await using house = await openTestHouse();
  const { app, identity } = openTestConsole(house);
  await setUpOwner(house, app);
  const browser = openTestBrowser(app);
  await browser.get('/sign-in');
  const answers = [];
  for (let i = 0; i < 11; i++) answers.push(await browser.post('/sign-in', { email: setupFields.email, password: `guess ${i}` }));
  expect(answers.map((answer) => answer.status)).toEqual([...Array<number>(10).fill(401), 429]);
  expect(Number(answers[10]?.headers.get('retry-after'))).toBeGreaterThan(600);
  await identity.close();
});

test('a form without its token, or with another session’s, is refused', async () => {
  await using house = await openTestHouse();
  const { app, identity } = openTestConsole(house);
  const { browser } = await setUpOwner(house, app);
  await browser.get('/settings/keys');
  expect((await browser.post('/settings/keys', { _csrf: '', name: 'k' })).status).toBe(403);
  const other = openTestBrowser(app);
  await other.get('/sign-in');
  expect((await other.post('/sign-in', { _csrf: browser.hidden('_csrf') ?? '', email: 'a@b.example', password: 'x' })).status).toBe(403);
  await identity.close();
});

test('people: invited by link, given roles, removed; an owner always stays', async () => {
  await using house = await openTestHouse();
  const { app, identity } = openTestConsole(house);
  const { browser: ada } = await setUpOwner(house, app);
  await ada.get('/settings/people');
  const invited = await ada.post('/settings/people/invite', { email: 'Bea@brass.example', role: 'viewer' });
  const path = /\/invitation\?token=[^<"]+/.exec(invited.text)?.[0] ?? '';
  const bea = openTestBrowser(app);
  expect((await bea.get(path)).text).toContain('bea@brass.example');
  const token = bea.hidden('token') ?? '';
  expect((await bea.post('/invitation', { token, name: 'Bea Two', password: 'bea-bea-bea-brass' })).text).toContain('too easy');
  await bea.post('/invitation', { token, name: 'Bea Two', password: 'gentle river under maps' });
  await confirmTotp(bea);
  expect((await bea.get('/')).text).toBe('overview of Brass & Paper Ltd for Bea Two, viewer');
  expect((await openTestBrowser(app).get(path)).status).toBe(404);
  expect((await openTestBrowser(app).get(path.replace(/.$/, 'x'))).status).toBe(404);

  const [org] = await listOrganisations(house.state);
  if (!org) throw new Error('no organisation');
  const members = await house.state.inOrg(org.id, (db) => listMembers(db));
  const [adaId, beaId] = [members.find((one) => one.role === 'owner')?.person, members.find((one) => one.role === 'viewer')?.person];
  await bea.get('/settings/people');
  expect(bea.text()).not.toContain('/remove');
  await bea.get('/account');
  expect((await bea.post(`/settings/people/${adaId}/remove`)).text).toContain('manage-people');
  expect((await bea.get('/settings/keys')).status).toBe(403);
  await ada.get('/settings/people');
  expect((await ada.post(`/settings/people/${adaId}/role`, { role: 'viewer' })).text).toContain('at least one owner');
  await ada.get('/settings/people');
  expect((await ada.post(`/settings/people/${adaId}/remove`)).status).toBe(409);
  await ada.get('/settings/people');
  expect((await ada.post(`/settings/people/${beaId}/role`, { role: 'engineer' })).status).toBe(303);
  expect((await bea.get('/')).text).toContain('engineer');
  await ada.get('/settings/people');
  expect((await ada.post(`/settings/people/${beaId}/remove`)).status).toBe(303);
  expect((await bea.get('/')).location).toBe('/sign-in');
  await identity.close();
});

test('keys, shops, sources, sessions through the pages; another organisation’s ids are not found', async () => {
  await using house = await openTestHouse();
  const { app, identity } = openTestConsole(house);
  const { browser, uri } = await setUpOwner(house, app);
  await browser.get('/settings/keys');
  expect((await browser.post('/settings/keys', { name: 'shipper', permission: 'send-telemetry', speaks: '' })).status).toBe(400);
  const [, ours = ''] = /\/settings\/shops\/(shop_\w+)/.exec((await browser.get('/settings/shops')).text) ?? [];
  await browser.get('/settings/keys');
  const made = await browser.post('/settings/keys', { name: 'shipper', permission: 'send-telemetry', speaks: ours });
  expect(made.text).toMatch(/sb_[0-9A-Z]{26}_[0-9A-Z]{26}_[A-Za-z0-9-]{43}/);
  expect((await browser.get('/settings/keys')).text).not.toMatch(/sb_[0-9A-Z]{26}_/);
  const key = /\/settings\/keys\/(key_\w+)\/revoke/.exec(browser.text())?.[1] ?? '';
  expect((await browser.post(`/settings/keys/${key}/revoke`)).status).toBe(303);

  await browser.get('/settings/shops');
  const shop = /\/settings\/shops\/(shop_\w+)/.exec((await browser.get('/settings/shops')).text)?.[1] ?? '';
  await browser.get(`/settings/shops/${shop}`);
  expect((await browser.post(`/settings/shops/${shop}`, { ...setupFields, platform: 'woocommerce' })).status).toBe(303);
  await browser.get(`/settings/shops/${shop}`);
  expect(
    (await browser.post(`/settings/shops/${shop}/directory`, { directoryUrl: 'https://brass.example/people', directoryKey: 'k' })).status,
  ).toBe(303);
  const page = await browser.get(`/settings/shops/${shop}`);
  expect(page.text).toContain('https://brass.example/people');
  expect(page.text).toContain('<option value="woocommerce" selected');
  await browser.get('/settings/connect');
  expect((await browser.post('/settings/connect', { shop, name: 'log', kind: 'file', path: '/nowhere' })).text).toContain('cannot be read');
  await browser.get('/settings/connect');
  expect((await browser.post('/settings/connect', { shop, name: 'app', kind: 'otlp' })).status).toBe(303);
  await browser.get('/settings/connect');
  expect((await browser.post('/settings/connect', { shop, name: 'proxy', kind: 'syslog', timeZone: 'Asia/Tokyo' })).status).toBe(303);
  expect((await browser.get('/settings/connect')).text).toMatch(/proxy<.*>Asia\/Tokyo</s);

  const elsewhere = `shop_${house.newOrg().slice(4)}`;
  expect((await browser.get(`/settings/shops/${elsewhere}`)).status).toBe(404);
  await browser.get('/settings/connect');
  expect((await browser.post('/settings/connect', { shop: elsewhere, name: 'x', kind: 'http' })).status).toBe(404);

  const second = openTestBrowser(app);
  await second.get('/sign-in');
  await second.post('/sign-in', { email: setupFields.email, password: setupFields.password });
  await second.get('/sign-in/code');
  await second.post('/sign-in/code', { code: totpCode(uri, new Date(Date.now() + 30_000)) });
  expect((await second.get('/')).status).toBe(200);
  const revoke = /\/account\/sessions\/ses_\w+\/revoke/.exec((await browser.get('/account')).text)?.[0] ?? '';
  expect((await browser.post(revoke)).status).toBe(303);
  expect((await second.get('/')).status).toBe(303);
  expect((await browser.get('/account')).status).toBe(200);
  expect((await browser.post(revoke)).status).toBe(404);
  await identity.close();
});

test.each([
  ['/settings?x=1', '/settings?x=1'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/a\nb', '/'],
  ['', '/'],
  [undefined, '/'],
])('the way on after signing in: %s becomes %s', (text, next) => {
  expect(safeNext(text)).toBe(next);
});
