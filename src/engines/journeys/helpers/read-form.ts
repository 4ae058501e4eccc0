import type { Page } from 'playwright-core';
import { z } from 'zod';
import { askPage } from './ask-page.ts';
import { pressables } from './press.ts';
import { type FieldOfPerson, kindOfField, wordsFor } from './shop-words.ts';

const fieldShape = z.array(
  z.object({ index: z.number(), about: z.string(), type: z.string(), value: z.string(), tag: z.string(), required: z.boolean() }),
);

const FIELDS = 'input, textarea, select';
// A text, for it runs in the page.
const LIST = `[...document.querySelectorAll('${FIELDS}')].map((field, index) => ({
  index,
  tag: field.tagName,
  type: (field.type || 'text').toLowerCase(),
  value: String(field.value || ''),
  required: field.required || field.getAttribute('aria-required') === 'true',
  shown: field.getClientRects().length > 0 && !field.disabled && !field.readOnly,
  about: [field.autocomplete, field.name, field.id, field.placeholder, field.getAttribute('aria-label'), field.labels && field.labels[0] && field.labels[0].textContent].filter(Boolean).join(' ').slice(0, 300),
})).filter((field) => field.shown && !['hidden', 'submit', 'button', 'file', 'image', 'range', 'color', 'search', 'checkbox', 'radio'].includes(field.type))`;

const CARD = /cc-number|card.?(?:num|no\b)|cc.?num|\bpan\b|credit.?card|karten?.?nummer|numer.?karty|カード番号/i;
const METHODS =
  'input[type=radio][name*="payment" i], input[type=radio][name*="zahlung" i], input[type=radio][id*="payment" i], [class*="payment-method" i] input[type=radio]';

interface ReadField {
  readonly kind: FieldOfPerson | null;
  readonly isSelect: boolean;
  readonly value: string;
  readonly required: boolean;
  readonly about: string;
  readonly nth: number;
}

interface ReadForm {
  readonly fields: readonly ReadField[];
  readonly kinds: ReadonlySet<string>;
  /** A field for the number of a card stands on the page itself. */
  readonly card: boolean;
}

/** The fields of a page that a person sees, by what they ask for. */
export async function readForm(page: Page): Promise<ReadForm> {
  const seen = fieldShape.parse(await askPage(page, LIST));
  const fields = seen
    .filter(({ about }) => !CARD.test(about) && !/cc-|cvc|cvv/i.test(about))
    .map(({ index, about, value, tag, required }) => ({
      kind: kindOfField(about),
      isSelect: tag === 'SELECT',
      value,
      required,
      about,
      nth: index,
    }));
  return {
    fields,
    kinds: new Set(fields.flatMap(({ kind }) => (kind === null ? [] : [kind]))),
    card: seen.some(({ about }) => CARD.test(about)),
  };
}

export function fieldAt(page: Page, nth: number) {
  return page.locator(FIELDS).nth(nth);
}

/** How a page asks for payment: a card's number, ways to choose from, or the button that orders; `null`: it does not. */
export async function asksForPayment(page: Page): Promise<'card' | 'method' | 'button' | null> {
  const { card, kinds } = await readForm(page);
  if (card) return 'card';
  const methods = await page.locator(METHODS).count();
  const buttons = await pressables(page, wordsFor('order'));
  const stillAsks = ['street', 'postcode', 'email'].some((kind) => kinds.has(kind));
  if (buttons.some(({ isLink }) => !isLink) && (methods > 0 || !stillAsks)) return methods > 0 ? 'method' : 'button';
  return methods > 0 ? 'method' : null;
}
