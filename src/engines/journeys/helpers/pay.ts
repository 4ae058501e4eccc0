import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { WalkState } from '../walk-state.ts';
import { press, pressables } from './press.ts';
import { asksForPayment } from './read-form.ts';
import { STEP_MS, settle } from './settle.ts';
import { wordsFor } from './shop-words.ts';

/** Proves that the page asks for payment; from then on nothing that changes anything leaves the browser. */
export async function stopBeforePaying(page: Page): Promise<string> {
  const asks = await waitForPayment(page);
  await page
    .context()
    .route('**/*', (route) => (['GET', 'HEAD', 'OPTIONS'].includes(route.request().method()) ? route.continue() : route.abort()));
  return asks;
}

async function waitForPayment(page: Page): Promise<string> {
  for (let turn = 0; turn < 8; turn += 1) {
    const asks = await asksForPayment(page);
    if (asks !== null) return asks;
    await page.waitForTimeout(500);
  }
  throw new Error(`this page does not ask for payment: ${page.url()}`);
}

const wishShape = z.object({
  /** What the way of paying is called on the page, such as “invoice”. */
  method: z.string().max(100).optional(),
  card: z.object({ number: z.string(), expiry: z.string(), code: z.string() }).optional(),
});

/** Presses the button that orders and waits for the thanks. Returns the order's number. Refused where the check does not allow it. */
export async function pay(state: WalkState, page: Page, wish: unknown): Promise<string> {
  if (!state.wish.mayOrder)
    throw new Error('this check does not place orders; it must say so (a declared test method) before a journey may pay');
  const { method, card } = wishShape.parse(wish ?? {});
  await waitForPayment(page);
  if (method !== undefined) await page.getByText(method, { exact: false }).first().click({ timeout: STEP_MS });
  if (card) await fillCard(page, card);
  for (const box of await page
    .locator(
      'input[type=checkbox][required], input[type=checkbox][name*="terms" i], input[type=checkbox][name*="tos" i], input[type=checkbox][name*="agreement" i]',
    )
    .all())
    await box.check({ timeout: 1_500, force: true }).catch(() => undefined);
  const [button] = await pressables(page, wordsFor('order'));
  if (!button) throw new Error('no button that orders was found');
  await press(page, button.at);
  const order = await readOrderNumber(page);
  state.told.order = order;
  return order;
}

async function fillCard(page: Page, card: { readonly number: string; readonly expiry: string; readonly code: string }): Promise<void> {
  const parts = [
    ['[autocomplete="cc-number"], [name*="card" i][name*="number" i], [id*="card" i][id*="number" i]', card.number],
    ['[autocomplete="cc-exp"], [name*="expir" i], [id*="expir" i]', card.expiry],
    ['[autocomplete="cc-csc"], [name*="cvc" i], [name*="cvv" i], [id*="card-code" i], [id*="cvc" i]', card.code],
  ] as const;
  for (const [selector, value] of parts) await page.locator(selector).filter({ visible: true }).first().fill(value, { timeout: STEP_MS });
}

async function readOrderNumber(page: Page): Promise<string> {
  const thanks = wordsFor('thanks');
  for (let turn = 0; turn < 40; turn += 1) {
    await settle(page);
    const text = String(await page.evaluate('document.body ? document.body.innerText : ""').catch(() => ''));
    if (thanks.test(text)) return orderNumberIn(text) ?? '';
    await page.waitForTimeout(500);
  }
  throw new Error(`the shop did not thank for the order: ${page.url()}`);
}

/** The number that stands beside what orders call it: three characters or more, with a digit in it. */
export function orderNumberIn(text: string): string | null {
  const words = wordsFor('orderNumber').source;
  const found = new RegExp(
    `(?:${words})[^\\p{L}\\p{N}]{0,12}(?:(?:is|lautet|to|nr|no)[^\\p{L}\\p{N}]{1,3})?([A-Z]{0,6}[-#]?[\\p{N}][\\p{N}A-Z-]{1,30})`,
    'giu',
  );
  for (const [, number = ''] of text.matchAll(found)) if (/\d.*\d.*\d|\d{2,}/.test(number)) return number;
  return null;
}
