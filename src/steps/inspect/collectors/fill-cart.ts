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
  if (await pressAndWatch(page, found)) return true;
  // Nothing was sent: the shop wants a size or a colour chosen first.
  await chooseOptions(page);
  return pressAndWatch(page, found);
}

/** Presses and returns whether the page sent something that is not a GET, or went elsewhere. */
async function pressAndWatch(page: Page, button: ReturnType<Page['locator']>): Promise<boolean> {
  const before = new URL(page.url()).pathname;
  const sent = page
    .waitForRequest((request) => request.method() !== 'GET', { timeout: STEP_MS })
    .then(
      () => true,
      () => false,
    );
  await button.click({ timeout: STEP_MS }).catch(() => undefined);
  const done = (await sent) || new URL(page.url()).pathname !== before;
  await page.waitForLoadState('networkidle', { timeout: STEP_MS }).catch(() => undefined);
  return done;
}

async function chooseOptions(page: Page): Promise<void> {
  const choices = page.locator('[class*="variant" i], [class*="swatch" i], [class*="option" i]').locator('button, a, label');
  const groups = [page.locator('main select, form select'), page.locator('form input[type=radio], main input[type=radio]'), choices];
  for (const [index, group] of groups.entries()) {
    const first = group.filter({ visible: true }).first();
    if ((await group.count()) === 0) continue;
    const chosen = index === 0 ? first.selectOption({ index: 1 }, { timeout: 1_000 }) : first.click({ timeout: 1_000 });
    await chosen.catch(() => undefined);
    // Some shops load the page anew for every choice.
    await page.waitForTimeout(700);
  }
  await page.waitForLoadState('networkidle', { timeout: STEP_MS }).catch(() => undefined);
}

/** Pages that are drawn by scripts show their buttons a little later. */
async function waitFor(button: ReturnType<Page['locator']>): Promise<boolean> {
  return button.waitFor({ state: 'visible', timeout: 1_500 }).then(
    () => true,
    () => false,
  );
}
