import type { Page } from 'playwright-core';
import { z } from 'zod';
import { press, pressables, settle } from './press.ts';
import { asksForPayment, fieldAt, readForm } from './read-form.ts';
import { type FieldOfPerson, shopWords, wordsFor } from './shop-words.ts';

const whoShape = z.record(z.string(), z.string());
const ROUNDS = 6;

/** Fills in who buys and where it goes, page after page, until the shop asks for payment. Never presses what orders. */
export async function fillAddress(page: Page, who: unknown, usual: Readonly<Record<string, string>> = {}): Promise<void> {
  const values = { ...shopWords().who, ...usual, ...whoShape.parse(who ?? {}) };
  for (let round = 0; round < ROUNDS; round += 1) {
    const filled = await fillFields(page, values);
    await chooseFirst(page);
    await settle(page);
    if ((await asksForPayment(page)) !== null) return;
    const [next] = await pressables(page, wordsFor('proceed'), wordsFor('order'));
    if (!next) {
      if (filled === 0) throw new Error(`the shop asks for nothing more and not for payment: ${page.url()}`);
      continue;
    }
    await press(page, next.at);
  }
  const left = (await readForm(page)).fields
    .filter(({ required, value }) => required && value === '')
    .map(({ about }) => about.split(' ', 1)[0]);
  throw new Error(
    `after ${ROUNDS} pages the shop does not ask for payment${left.length === 0 ? '' : `; it still wants: ${left.join(', ')}`}`,
  );
}

/** Returns how many fields took something. */
async function fillFields(page: Page, values: Readonly<Partial<Record<FieldOfPerson, string>>>): Promise<number> {
  let filled = 0;
  for (const { kind, isSelect, value, required, nth } of (await readForm(page)).fields) {
    const field = fieldAt(page, nth);
    if (isSelect) {
      if (required && value === '') await field.selectOption({ index: 1 }, { timeout: 1_500 }).catch(() => undefined);
      continue;
    }
    const wanted = kind === null || kind === 'password' ? undefined : values[kind];
    if (wanted === undefined || value !== '') continue;
    filled += await field.fill(wanted, { timeout: 2_000 }).then(
      () => 1,
      () => 0,
    );
    await field.press('Tab', { timeout: 1_000 }).catch(() => undefined);
  }
  return filled;
}

/** A way of delivery where none is chosen yet. */
async function chooseFirst(page: Page): Promise<void> {
  const ways = page.locator(
    'input[type=radio][name*="shipping" i], input[type=radio][name*="delivery" i], input[type=radio][name*="versand" i], input[type=radio][name*="dostaw" i]',
  );
  const count = await ways.count();
  for (let nth = 0; nth < count; nth += 1) if (await ways.nth(nth).isChecked()) return;
  if (count > 0)
    await ways
      .first()
      .check({ timeout: 1_500, force: true })
      .catch(() => undefined);
}
