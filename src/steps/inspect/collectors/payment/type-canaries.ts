import type { Page } from 'playwright-core';
import { z } from 'zod';

const STEP_MS = 1_500;

/** Kinds of fields by what their attributes say, most telling first. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['cvc', /cc-csc|cvc|cvv|csc|security.?code/i],
  ['expiry', /cc-exp|expir|exp.?date|\bexp\b|mm ?\/ ?yy/i],
  ['card', /cc-number|card.?(num|no\b)|cc.?num|\bpan\b|pay.?number|credit.?card|karten?.?nummer|numer.?karty/i],
  ['email', /e-?mail/i],
  ['password', /password|passwd/i],
  ['phone', /\btel\b|phone|mobile|telefon/i],
  ['postcode', /postal|zip|postcode|plz/i],
  ['address', /street|address|ulica|strasse|straße/i],
  ['name', /name|holder|owner|imi|nazwisk/i],
];

const fieldShape = z.array(z.object({ index: z.number(), about: z.string(), type: z.string() }));

// Texts, for they run in the page: this project is not compiled against a browser's types.
const LIST_FIELDS = `[...document.querySelectorAll('input, textarea')].map((field, index) => ({
  index,
  type: (field.type || 'text').toLowerCase(),
  shown: field.getClientRects().length > 0 && !field.disabled && !field.readOnly,
  about: [field.autocomplete, field.name, field.id, field.placeholder, field.getAttribute('aria-label'), field.labels && field.labels[0] && field.labels[0].textContent].filter(Boolean).join(' '),
})).filter((field) => field.shown && !['hidden', 'checkbox', 'radio', 'submit', 'button', 'file', 'image', 'range', 'color', 'search'].includes(field.type))`;

const snapshotShape = z.object({
  forms: z.array(z.object({ action: z.string(), fields: z.array(z.string()) })),
  frames: z.array(z.string()),
});

const SNAPSHOT = `({
  forms: [...document.forms].map((form) => ({ action: String(form.getAttribute('action') ? new URL(form.getAttribute('action'), document.baseURI) : document.URL), fields: [...form.elements].map((field) => field.name || field.id || field.type).filter(Boolean).slice(0, 40) })),
  frames: [...document.querySelectorAll('iframe')].map((frame) => frame.src || 'about:srcdoc'),
})`;

/** Forms and frames of the page as they stand now. */
export async function snapshotForms(page: Page): Promise<z.output<typeof snapshotShape>> {
  return snapshotShape.parse(await page.evaluate(SNAPSHOT));
}

/**
 * Types made-up values with real key strokes into the visible fields of the page itself (not into frames of other sites).
 * Returns the kinds of fields that took them.
 */
export async function typeCanaries(page: Page, values: ReadonlyMap<string, string>, onTyped: (kind: string) => void): Promise<void> {
  const fields = fieldShape.parse(await page.evaluate(LIST_FIELDS));
  const all = page.locator('input, textarea');
  for (const field of fields.slice(0, 25)) {
    const kind = kinds.find(([, pattern]) => pattern.test(field.about))?.[0] ?? (field.type === 'email' ? 'email' : null);
    const value = values.get(kind ?? '');
    if (kind === null || value === undefined) continue;
    try {
      await all.nth(field.index).click({ timeout: STEP_MS });
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(value);
      await page.keyboard.press('Tab');
      onTyped(kind);
    } catch (thrown) {
      // A field that is covered or goes away while typing is not a reason to give up on the others.
      if (page.isClosed()) throw thrown;
    }
  }
}

/** Presses the button that would pay. The caller has seen to it that nothing which changes data leaves. */
export async function pressPay(page: Page): Promise<void> {
  const words = /pay|place order|order now|complete|checkout|bezahl|bestell|zapła|kup|注文|支払/i;
  const named = page.locator('button, input[type=submit]').filter({ visible: true }).filter({ hasText: words });
  const button = (await named.count()) > 0 ? named.last() : page.locator('button[type=submit]:visible, input[type=submit]:visible').last();
  if ((await button.count()) === 0) return;
  await button.click({ timeout: STEP_MS, noWaitAfter: true }).catch(() => undefined);
}
