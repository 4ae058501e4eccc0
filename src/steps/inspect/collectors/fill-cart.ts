import type { Page } from 'playwright-core';

const STEP_MS = 4_000;
const ADD = /add to (cart|basket|bag)|in den warenkorb|do koszyka|カートに(入|追加)|ajouter au panier|añadir al carrito/i;
const PRODUCT = 'a[href*="product"], a[href*="/p/"], a[href*="/item"], a[href*="artikel"], main a:has(img), a:has(img)';

/**
 * Puts one thing into the cart as any visitor may, for most shops show their payment page only then.
 * Tries the home page, then its first products. Returns whether something was added.
 */
export async function fillCart(page: Page, home: string): Promise<boolean> {
  await page.goto(home, { waitUntil: 'domcontentloaded', timeout: 3 * STEP_MS });
  if (await pressAdd(page)) return true;
  const links = await page.locator(PRODUCT).evaluateAll((all) => all.map((link) => ('href' in link ? String(link.href) : '')));
  const origin = new URL(page.url()).origin;
  const own = [...new Set(links)].filter((href) => URL.parse(href)?.origin === origin && href !== page.url());
  const candidates = own.length > 0 ? own : await readSitemap(page, `${origin}/sitemap.xml`, origin);
  for (const href of candidates.slice(0, 3)) {
    await page.goto(href, { waitUntil: 'domcontentloaded', timeout: 3 * STEP_MS });
    if (await pressAdd(page)) return true;
  }
  return false;
}

/** Addresses of a sitemap of the same shop; of an index, those of the part that names products. */
async function readSitemap(page: Page, url: string, origin: string, depth = 0): Promise<string[]> {
  const answer = await page.goto(url, { waitUntil: 'commit', timeout: STEP_MS }).catch(() => null);
  if (answer?.status() !== 200) return [];
  const found = [...(await answer.text()).matchAll(/<loc>\s*([^<\s]+)/g)].map(([, loc = '']) => loc);
  const own = found.filter((loc) => URL.parse(loc)?.origin === origin);
  const part = own.find((loc) => /product[^/]*\.xml$/i.test(loc)) ?? own.find((loc) => /\.xml$/i.test(loc));
  return part !== undefined && depth === 0 ? readSitemap(page, part, origin, 1) : own;
}

async function pressAdd(page: Page): Promise<boolean> {
  const button = page
    .locator('button, input[type=submit], a[role=button], a.button')
    .filter({ visible: true })
    .filter({ hasText: ADD })
    .first();
  const named = page
    .locator('button[name*="add-to-cart"], input[type=submit][value*="cart" i], form[action*="cart"] button')
    .filter({ visible: true })
    .first();
  const found = (await waitFor(button)) ? button : (await named.count()) > 0 ? named : null;
  if (!found) return false;
  const pressed = await found.click({ timeout: STEP_MS }).then(
    () => true,
    () => false,
  );
  await page.waitForLoadState('networkidle', { timeout: STEP_MS }).catch(() => undefined);
  return pressed;
}

/** Pages that are drawn by scripts show their buttons a little later. */
async function waitFor(button: ReturnType<Page['locator']>): Promise<boolean> {
  return button.waitFor({ state: 'visible', timeout: 1_500 }).then(
    () => true,
    () => false,
  );
}
