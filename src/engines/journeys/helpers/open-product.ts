import type { Page } from 'playwright-core';
import { z } from 'zod';
import { askByRequest } from '../ask-by-request.ts';
import type { WalkState } from '../walk-state.ts';
import { pressables } from './press.ts';
import { STEP_MS, settle } from './settle.ts';
import { shopWords, wordsFor } from './shop-words.ts';

const wishShape = z.object({ path: z.string().optional(), tries: z.int().min(1).max(20).default(8) });

/** Opens a product that can be put into the cart: the one that is named, else the first that the shop's front shows. Returns its address. */
export async function openProduct(state: WalkState, page: Page, wish: unknown): Promise<string> {
  const { path, tries } = wishShape.parse(wish ?? {});
  const answer = await page.goto(path ?? '/', { waitUntil: 'domcontentloaded' });
  if (answer && answer.status() >= 400) throw new Error(`${path ?? 'the front page'} answered ${answer.status()}`);
  await settle(page);
  if (await canBeAdded(page)) return page.url();
  if (path !== undefined) throw new Error(`nothing on ${path} says that it goes into the cart`);
  const seen = new Set<string>();
  const waiting = await productLinks(state, page);
  // A page of a shelf leads on to its goods, which are tried before the other shelves.
  for (let link = waiting.shift(); link !== undefined && seen.size < tries; link = waiting.shift()) {
    if (seen.has(link)) continue;
    seen.add(link);
    await page.goto(link, { waitUntil: 'domcontentloaded' });
    await settle(page);
    if (await canBeAdded(page)) return page.url();
    if (seen.size === 1 || waiting.length === 0)
      waiting.unshift(...(await productLinks(state, page)).filter((one) => !seen.has(one)).slice(0, 5));
  }
  const looked = seen.size === 0 ? 'the front page leads to none' : `none of ${seen.size} pages can be bought`;
  throw new Error(`no product was found: ${looked}. Name one: shop.openProduct(page, { path: '/…' })`);
}

/** Pages that are drawn by scripts show their buttons a little later. */
async function canBeAdded(page: Page): Promise<boolean> {
  const words = wordsFor('addToCart');
  for (let turn = 0; turn < 4; turn += 1) {
    if ((await pressables(page, words)).some(({ isLink }) => !isLink)) return true;
    await page.waitForTimeout(400);
  }
  return (await pressables(page, words)).length > 0;
}

async function productLinks(state: WalkState, page: Page): Promise<string[]> {
  const own = new URL(page.url()).origin;
  const found: string[] = [];
  for (const selector of shopWords().products) {
    const links = z
      .array(z.string())
      .parse(await page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((link) => link.href || '')`));
    found.push(...links.filter((link) => URL.parse(link)?.origin === own && !isPlain(link, page.url())));
  }
  if (found.length === 0) found.push(...(await sitemapLinks(state, `${own}/sitemap.xml`, own)));
  return [...new Set(found)];
}

function isPlain(link: string, here: string): boolean {
  const path = new URL(link).pathname;
  return (
    path === '/' || link.split('#', 1)[0] === here.split('#', 1)[0] || /\/(?:cart|checkout|account|login|wishlist|contact)\b/i.test(path)
  );
}

/** Addresses of a sitemap of the same shop; of an index, those of the part that names products. */
async function sitemapLinks(state: WalkState, url: string, own: string, depth = 0): Promise<string[]> {
  const answer = await askByRequest(state, 'get', [url, { timeout: STEP_MS }]).catch(() => null);
  if (answer?.status() !== 200) return [];
  const found = [...answer.text().matchAll(/<loc>\s*([^<\s]+)/g)]
    .map(([, loc = '']) => loc)
    .filter((loc) => URL.parse(loc)?.origin === own);
  const part = found.find((loc) => /product[^/]*\.xml$/i.test(loc)) ?? found.find((loc) => /\.xml$/i.test(loc));
  return part !== undefined && depth === 0 ? sitemapLinks(state, part, own, 1) : found.slice(0, 50);
}
