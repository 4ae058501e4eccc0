import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { openTestShop } from '#practice-shop/testing/open-test-shop.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { runInspection, setTestAccounts, startInspection } from './index.ts';
import { routes } from './routes.tsx';
import { inspectTables } from './store.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse((folder) => ({ http: openHttpClient(), browser: openBrowser({ cacheFolder: folder }) }));
});

afterAll(() => house[Symbol.asyncDispose]());

async function register(url: string) {
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  const { shop } = await registerShop(scope, {
    ...{ name: 'Shop', url, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  return { scope, shop };
}

it('an inspection with test accounts opens findings, says what it sent, and keeps no password anywhere', async () => {
  await using practice = await openTestShop({ weaknesses: { fixation: true, cachedAccounts: false } });
  const { scope, shop } = await register(practice.url);
  const { org } = scope;
  const withOrders = practice.world.customers.filter(({ id }) => practice.truth.ordersOf(id).length > 0);
  const [first, second] = withOrders.map(({ email, password }) => ({ address: email, password }));
  if (!first || !second) throw new Error('the practice shop has no customers with orders');
  const app = serveRooms(productFiles, () => scope, { '/inspect': routes() });
  const form = { 'first-address': first.address, 'first-password': first.password, 'second-address': second.address };
  const post = (path: string, body: Record<string, string>) =>
    app.request(`/inspect/shops/${shop}/${path}`, { method: 'POST', body: new URLSearchParams(body) });
  expect((await post('test-accounts', { ...form, 'second-password': '' })).status).toBe(400);
  expect((await post('test-accounts', { ...form, 'second-password': second.password, 'may-lock': 'yes' })).status).toBe(303);

  const { run } = await startInspection(scope, { shop, queue: false });
  await runInspection(scope, run, { perSecond: 1_000 });
  const { row, findings, entries } = await house.state.inOrg(org, async (db) => ({
    row: await inspectTables(db).selectFrom('inspect_runs').selectAll().where('run_id', '=', run).executeTakeFirstOrThrow(),
    findings: await inspectTables(db).selectFrom('inspect_findings').selectAll().where('org_id', '=', org).execute(),
    entries: await readEntries(db, org, 0, 1_000),
  }));
  const open = findings.map(({ check_id, severity }) => `${check_id} ${severity}`);
  expect(open).toEqual(expect.arrayContaining(['order-pages-owner critical', 'session-fixation high', 'session-cookies medium']));
  expect(open.filter((line) => /order-pages-open|sign-out|sign-in-messages|account-caching/.test(line))).toEqual([]);
  expect(row.sent?.reduce((sum, { times }) => sum + times, 0)).toBe(12);

  const saved = Buffer.from(await house.artifacts.load(org, row.artifact ?? '')).toString();
  expect(saved).toContain('"accounts":');
  const html = await (await app.request(`/inspect/shops/${shop}`)).text();
  expect(html).toContain('One customer reads another’s order');
  expect(html).toContain('7 × a wrong password:');
  const settings = await house.state.inOrg(org, (db) =>
    inspectTables(db).selectFrom('inspect_settings').selectAll().executeTakeFirstOrThrow(),
  );
  const everything = [saved, html, JSON.stringify(findings), JSON.stringify(entries), JSON.stringify(row), JSON.stringify(settings)].join(
    '\n',
  );
  for (const secret of [first.password, second.password, first.address, second.address]) expect(everything).not.toContain(secret);
  expect(
    entries.some(({ kind, payload }) => kind === 'inspect.settings-changed' && JSON.stringify(payload).includes('consent-to-lock')),
  ).toBe(true);
});

it('test accounts are replaced, kept when only the consent changes, and forgotten; another organisation has none of them', async () => {
  const { scope, shop } = await register('http://127.0.0.1:9');
  const read = () => house.state.inOrg(scope.org, (db) => inspectTables(db).selectFrom('inspect_settings').selectAll().executeTakeFirst());
  const first = { address: 'test@shop.example', password: 'a-long-password' };
  expect(await setTestAccounts(scope, { shop, accounts: null, mayLock: true })).toEqual({ kept: false });
  await expect(setTestAccounts(scope, { shop, accounts: { first, second: first }, mayLock: false })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  await expect(
    setTestAccounts(scope, { shop, accounts: { first: { ...first, password: 'short' }, second: null }, mayLock: false }),
  ).rejects.toThrow(/6 characters/);
  await expect(
    setTestAccounts(house.scope(scope.org, 'viewer'), { shop, accounts: { first, second: null }, mayLock: false }),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(
    setTestAccounts(house.scope(house.newOrg()), { shop, accounts: { first, second: null }, mayLock: false }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await setTestAccounts(scope, { shop, accounts: { first, second: null }, mayLock: true });
  const kept = await read();
  expect(kept?.may_lock_test_account).toBe(true);
  await setTestAccounts(scope, { shop, mayLock: false });
  expect(await read()).toMatchObject({ test_accounts: kept?.test_accounts, may_lock_test_account: false });
  await setTestAccounts(scope, { shop, accounts: null, mayLock: true });
  expect(await read()).toMatchObject({ test_accounts: null, may_lock_test_account: false });
});
