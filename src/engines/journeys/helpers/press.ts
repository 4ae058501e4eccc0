import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { askPage } from './ask-page.ts';
import { STEP_MS, settle } from './settle.ts';

/** What can be pressed and says something. */
const PRESSABLE = 'button, input[type=submit], input[type=button], a[href], [role=button]';

/** So long after the browser took a press, at most, something is sent for it. */
const SENT_MS = 1_200;
const nothing = () => null;

const saidShape = z.array(z.object({ index: z.number(), text: z.string(), isLink: z.boolean(), disabled: z.boolean() }));

// A text, for it runs in the page: this project is not compiled against a browser's types.
const SAYS = `(all) => all.map((one, index) => ({
  index,
  shown: one.getClientRects().length > 0 && getComputedStyle(one).visibility !== 'hidden',
  disabled: one.disabled === true || one.getAttribute('aria-disabled') === 'true',
  isLink: one.tagName === 'A',
  text: [one.innerText, one.value && one.tagName === 'INPUT' ? one.value : '', one.getAttribute('aria-label'), one.title].filter(Boolean).join(' ').trim().slice(0, 120),
})).filter((one) => one.shown && one.text !== '')`;

interface Pressable {
  readonly text: string;
  readonly isLink: boolean;
  readonly at: Locator;
}

/** What can be pressed on a page and says one of the words; buttons before links, the shortest text first. */
export async function pressables(page: Page, words: RegExp, but: RegExp | null = null): Promise<Pressable[]> {
  const said = saidShape.parse(await askPage(page, `(${SAYS})([...document.querySelectorAll(${JSON.stringify(PRESSABLE)})])`));
  return said
    .filter(({ text, disabled }) => !disabled && words.test(text) && !(but?.test(text) ?? false))
    .sort((a, b) => Number(a.isLink) - Number(b.isLink) || a.text.length - b.text.length)
    .map(({ index, text, isLink }) => ({ text, isLink, at: page.locator(PRESSABLE).nth(index) }));
}

/** Presses, and tells whether anything came of it. */
export async function press(page: Page, what: Locator): Promise<boolean> {
  return andWait(page, () => what.click({ timeout: STEP_MS }).catch(() => undefined));
}

/**
 * Does something in a page and waits for what comes of it: what was sent is answered, another page has come, or it is late. Tells
 * whether something was sent, or another page came.
 */
export async function andWait(page: Page, work: () => Promise<void>): Promise<boolean> {
  const before = page.url();
  const sent = page
    .waitForRequest((request) => request.method() !== 'GET' || request.isNavigationRequest(), { timeout: STEP_MS + SENT_MS })
    .catch(nothing);
  const another = page.waitForEvent('domcontentloaded', { timeout: STEP_MS * 2 }).then(nothing, nothing);
  await work();
  const request = await Promise.race([sent, page.waitForTimeout(SENT_MS).then(nothing, nothing)]);
  // Whoever goes on before the shop answered takes back what was asked of it.
  if (request !== null) {
    const late = page.waitForTimeout(STEP_MS).then(nothing, nothing);
    await Promise.race([request.response().catch(nothing), late]);
    if (request.isNavigationRequest()) await Promise.race([another, late]);
  }
  const done = request !== null || page.url() !== before;
  await settle(page);
  return done;
}
