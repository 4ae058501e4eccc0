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
  const own = [...new Set(links)].filter((href) => URL.parse(href)?.origin === new URL(page.url()).origin && href !== page.url());
  for (const href of own.slice(0, 3)) {
    await page.goto(href, { waitUntil: 'domcontentloaded', timeout: 3 * STEP_MS });
    if (await pressAdd(page)) return true;
  }
  return false;
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
