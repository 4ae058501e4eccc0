import type { Page } from 'playwright-core';
import { z } from 'zod';
import { press, pressables } from './press.ts';
import { readForm } from './read-form.ts';
import { settle } from './settle.ts';
import { shopWords, wordsFor } from './shop-words.ts';

const wishShape = z.object({ path: z.string().optional() });

/** From the cart to the first page that asks who buys, or how it is paid. */
export async function openCheckout(page: Page, wish: unknown): Promise<string> {
  const { path } = wishShape.parse(wish ?? {});
  if (path !== undefined) await page.goto(path, { waitUntil: 'domcontentloaded' });
  await settle(page);
  if (await asksWhoBuys(page)) return page.url();
  if (path === undefined && (await byLinks(page))) return page.url();
  for (const each of path === undefined ? shopWords().paths.checkout : []) {
    const answer = await page.goto(each, { waitUntil: 'domcontentloaded' }).catch(() => null);
    if (answer === null || answer.status() >= 400) continue;
    await settle(page);
    if ((await asksWhoBuys(page)) || (await asGuest(page))) return page.url();
  }
  throw new Error(
    `no page that asks who buys was found; the last was ${page.url()}. Is the cart empty? Name the page: shop.openCheckout(page, { path: '/…' })`,
  );
}

/** As a visitor does: what says so here, then what says so in the cart. */
async function byLinks(page: Page): Promise<boolean> {
  for (const place of [null, ...shopWords().paths.cart]) {
    if (place !== null) {
      const answer = await page.goto(place, { waitUntil: 'domcontentloaded' }).catch(() => null);
      if (answer === null || answer.status() >= 400) continue;
      await settle(page);
    }
    for (let turn = 0; turn < 2; turn += 1) {
      const [next] = await pressables(page, wordsFor('checkout'));
      if (!next) break;
      await press(page, next.at);
      if ((await asksWhoBuys(page)) || (await asGuest(page))) return true;
    }
  }
  return false;
}

/** Some shops ask first whether one has an account. */
async function asGuest(page: Page): Promise<boolean> {
  const [guest] = await pressables(page, wordsFor('guest'));
  if (!guest) return false;
  await press(page, guest.at);
  return asksWhoBuys(page);
}

async function asksWhoBuys(page: Page): Promise<boolean> {
  for (let turn = 0; turn < 3; turn += 1) {
    const { kinds, card } = await readForm(page);
    // A letter of news asks for a mail address too; nobody else asks for a street.
    if (card || ['street', 'postcode', 'city', 'familyName'].some((kind) => kinds.has(kind)) || isCheckoutWithMail(page, kinds))
      return true;
    await page.waitForTimeout(400);
  }
  return false;
}

function isCheckoutWithMail(page: Page, kinds: ReadonlySet<string>): boolean {
  return kinds.has('email') && !kinds.has('password') && /checkout|kasse|zamowien|order/i.test(new URL(page.url()).pathname);
}
