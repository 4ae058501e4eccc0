import type { Page } from 'playwright-core';
import { z } from 'zod';
import { type AccountPurpose, accountPattern } from '../../account-words.ts';
import { siteOf } from '../site-of.ts';

const linksShape = z.array(z.object({ url: z.string(), text: z.string() }));
const LINKS = `[...document.querySelectorAll('a[href]')].slice(0, 1500).map((it) => ({ url: it.href, text: (it.innerText || it.textContent || it.getAttribute('aria-label') || '').trim().slice(0, 120) }))`;
const TEXT = `(document.body ? document.body.innerText : '')`;

export interface Link {
  readonly url: string;
  readonly text: string;
}

/** The page’s links to its own site. */
export async function linksOf(page: Page): Promise<Link[]> {
  const site = siteOf(page.url());
  return linksShape.parse(await page.evaluate(LINKS)).filter(({ url }) => siteOf(url) === site);
}

/** The first of these links that says something for a purpose, short texts first: they are names, not sentences. */
export function linkFor(links: readonly Link[], purpose: AccountPurpose): string | null {
  const says = new RegExp(accountPattern(purpose), 'iu');
  const fitting = links.filter(({ text }) => text.length <= 60 && says.test(text));
  return fitting.toSorted((a, b) => a.text.length - b.text.length)[0]?.url ?? null;
}

/** What a person reads on the page, by lines; at most 2,000. */
export async function linesOf(page: Page): Promise<string[]> {
  const text = z.string().parse(await page.evaluate(TEXT));
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .slice(0, 2_000);
}

const signedShape = z.object({ out: z.boolean(), asks: z.boolean(), names: z.boolean() });

/**
 * Whether the page is one of somebody who is signed in: it offers to sign out, or says the address, and does not ask for a password
 * beside an address.
 */
export async function isSignedIn(page: Page, address: string): Promise<boolean> {
  const given = JSON.stringify({ out: accountPattern('signOut'), address: address.toLowerCase() });
  const read = signedShape.parse(
    await page.evaluate(`((given) => {
  const out = new RegExp(given.out, 'iu');
  const ways = [...document.querySelectorAll('a, button, input[type=submit]')];
  const shown = (it) => it.getClientRects().length > 0;
  const says = (it) => (it.value || it.textContent || '').trim();
  const form = [...document.querySelectorAll('input[type=password]')].filter(shown).map((it) => it.form).find((it) => it && [...it.querySelectorAll('input')].filter((field) => shown(field) && /^(text|email|password)$/.test(field.type)).length === 2);
  return {
    out: ways.some((it) => (says(it).length <= 40 && out.test(says(it))) || /log-?out|sign-?out|mylogout/i.test(it.href || '')),
    asks: Boolean(form),
    names: (document.body ? document.body.innerText : '').toLowerCase().includes(given.address),
  };
})(${given})`),
  );
  return !read.asks && (read.out || read.names);
}

/** Presses what signs out, wherever it hides; `false`: nothing does. */
export async function pressSignOut(page: Page): Promise<boolean> {
  const given = JSON.stringify({ out: accountPattern('signOut') });
  return z.boolean().parse(
    await page.evaluate(`((given) => {
  const out = new RegExp(given.out, 'iu');
  const says = (it) => (it.value || it.textContent || '').trim();
  const way = [...document.querySelectorAll('a, button, input[type=submit]')].find((it) => (says(it).length <= 40 && out.test(says(it))) || /log-?out|sign-?out|mylogout/i.test(it.href || ''));
  if (!way) return false;
  way.click();
  return true;
})(${given})`),
  );
}
