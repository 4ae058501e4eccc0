import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import type { PracticeShopOptions } from '#practice-shop/open-practice-shop.ts';
import { openTestShop, type TestShop } from '#practice-shop/testing/open-test-shop.ts';
import { accountChecks } from '../../checks/accounts/account-checks.ts';
import { goldenInspection } from '../../checks/golden-inspection.ts';
import { judgeInspection } from '../../checks/judge-inspection.ts';
import { openFetch } from '../fetch-page.ts';
import { collectAccounts } from './collect-accounts.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-accounts-'));
  browser = openBrowser({ cacheFolder: folder });
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

function accountsOf(shop: TestShop) {
  const withOrders = shop.world.customers.filter(({ id }) => shop.truth.ordersOf(id).length > 0);
  const [first, second] = withOrders.map(({ id, email, password }) => ({ id, address: email, password }));
  if (!first || !second) throw new Error('the practice shop has no customers with orders');
  return { first, second };
}

async function look(shop: TestShop, given: { readonly mayLock?: boolean; readonly second?: boolean } | null = {}) {
  const pace = async () => undefined;
  const fetch = openFetch({ http: openHttpClient() }, { allowPrivate: true }, pace);
  const home = await fetch(shop.url);
  if (home.kind === 'unknown') throw new Error(home.reason);
  const { first, second } = accountsOf(shop);
  const accounts = given === null ? null : { first, second: given.second === false ? null : second, mayLock: given.mayLock ?? true };
  const seen = await collectAccounts({ browser, random: systemRandom, clock: systemClock }, fetch, {
    ...{ allowPrivate: true, shop: new URL(shop.url), home: home.value, pace, accounts },
  });
  if (seen === null) throw new Error('no sign-in was found');
  const inspection = goldenInspection({ target: shop.url, accounts: seen });
  const { results } = judgeInspection(inspection, accountChecks);
  const said = Object.fromEntries(results.map(({ check, outcome, evidence }) => [check.id, `${outcome}: ${evidence[0]?.text ?? ''}`]));
  const outcomes = Object.fromEntries(results.map(({ check, outcome }) => [check.id, outcome]));
  return { seen, said, outcomes };
}

const mended: PracticeShopOptions['weaknesses'] = {
  ...{ idor: false, unlimitedSignIn: true, bareCookies: false, missingHeaders: false, cachedAccounts: false },
};

describe('the accounts of the practice shop', () => {
  it('with every weakness of accounts planted: each is found, and nothing more than that was sent', async () => {
    await using shop = await openTestShop({
      weaknesses: {
        ...{ idor: true, unlimitedSignIn: true, bareCookies: true, cachedAccounts: true, signInTells: true, signInTellsByTime: true },
        ...{ resetTells: true, fixation: true, lastingSessions: true, openOrders: true, changeWithoutOld: true },
      },
    });
    const { seen, outcomes, said } = await look(shop);
    expect(outcomes, JSON.stringify(said, null, 1)).toMatchObject({
      ...{ 'sign-in-messages': 'fail', 'sign-in-timing': 'fail', 'reset-messages': 'fail', 'sign-in-limits': 'warn' },
      ...{ 'session-fixation': 'fail', 'sign-out': 'fail', 'session-cookies': 'fail', 'account-caching': 'warn' },
      ...{ 'order-pages-open': 'fail', 'order-pages-owner': 'fail', 'order-numbers': 'warn', 'password-change': 'fail' },
      ...{ 'second-factor': 'warn', 'password-rules': 'pass', 'password-fields': 'pass', 'sign-in-form': 'pass' },
    });
    await holdsToItsWord(shop, seen);
  });

  it('with all of them mended: none is found', async () => {
    await using shop = await openTestShop({ weaknesses: mended });
    const { outcomes, said, seen } = await look(shop);
    expect(outcomes, JSON.stringify(said, null, 1)).toMatchObject({
      ...{ 'sign-in-messages': 'pass', 'reset-messages': 'pass', 'session-fixation': 'pass', 'sign-out': 'pass' },
      ...{ 'session-cookies': 'pass', 'account-caching': 'pass', 'order-pages-open': 'pass', 'order-pages-owner': 'pass' },
      ...{ 'password-change': 'pass', 'account-lock': 'pass', 'sign-in-form': 'pass' },
    });
    // On a busy machine the times may be too restless to tell; never may they accuse.
    expect(['pass', 'unknown']).toContain(outcomes['sign-in-timing']);
    await holdsToItsWord(shop, seen);
  });

  it('stops at the first sign of a limit', async () => {
    await using shop = await openTestShop({ weaknesses: { ...mended, unlimitedSignIn: false } });
    const { outcomes, seen, said } = await look(shop, { second: false });
    expect(said['sign-in-limits']).toMatch(/^pass: refused \(429\) after 7 wrong passwords/);
    expect(outcomes['order-pages-owner']).toBe('notApplicable');
    const refused = (await shop.lines()).filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    await holdsToItsWord(shop, seen);
  });

  it('without the owner’s word one wrong password is tried, without a test account none, and nothing is sent', async () => {
    await using shop = await openTestShop({ weaknesses: { ...mended, signInTells: true } });
    const careful = await look(shop, { mayLock: false, second: false });
    expect(careful.outcomes).toMatchObject({
      ...{
        'sign-in-messages': 'fail',
        'sign-in-timing': 'notApplicable',
        'sign-in-limits': 'notApplicable',
        'account-lock': 'notApplicable',
      },
    });
    const own = careful.seen.tries?.kind === 'got' ? careful.seen.tries.value.list.filter(({ who }) => who === 'own') : [];
    expect(own).toHaveLength(1);
    const before = (await shop.lines()).filter(({ method }) => method === 'POST').length;
    const visitor = await look(shop, null);
    expect((await shop.lines()).filter(({ method }) => method === 'POST')).toHaveLength(before);
    expect(visitor.seen).toMatchObject({ given: 'none', sent: [], tries: null, session: null });
    expect(visitor.said).toMatchObject({
      'sign-in-form': expect.stringMatching(/^pass/),
      'password-rules': 'pass: minlength="8"',
      'session-fixation': 'notApplicable: no test account was given',
      'sign-in-messages': 'notApplicable: no test account was given',
    });
  });

  it('with a wrong password for the test account says so, and claims nothing', async () => {
    await using shop = await openTestShop({ weaknesses: mended });
    const { first } = accountsOf(shop);
    for (const customer of shop.world.customers) if (customer.id === first.id) Object.assign(customer, { password: 'another-one' });
    const pace = async () => undefined;
    const fetch = openFetch({ http: openHttpClient() }, { allowPrivate: true }, pace);
    const home = await fetch(shop.url);
    if (home.kind === 'unknown') throw new Error(home.reason);
    const accounts = { first, second: null, mayLock: false };
    const seen = await collectAccounts({ browser, random: systemRandom, clock: systemClock }, fetch, {
      ...{ allowPrivate: true, shop: new URL(shop.url), home: home.value, pace, accounts },
    });
    expect(seen?.session).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('is its password right') });
  });
});

/** Posts to the shop are those that are listed, at most twelve; only the own order pages were asked; no secret is in what is kept. */
async function holdsToItsWord(shop: TestShop, seen: { readonly sent: readonly { readonly to: string; readonly times: number }[] }) {
  const { first, second } = accountsOf(shop);
  const lines = await shop.lines();
  const posts = lines.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  expect(posts.length).toBe(seen.sent.reduce((sum, { times }) => sum + times, 0));
  expect(posts.length).toBeLessThanOrEqual(12);
  const own = new Set(shop.truth.ordersOf(first.id));
  const asked = lines.flatMap(({ path }) => /^\/account\/orders\/([^/?]+)/.exec(path)?.[1] ?? []);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((order) => !own.has(order))).toEqual([]);
  const kept = JSON.stringify(seen);
  for (const secret of [first.address, first.password, second.address, second.password, ...own]) expect(kept).not.toContain(secret);
}
