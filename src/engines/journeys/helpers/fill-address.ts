import type { Page } from 'playwright-core';
import { z } from 'zod';
import { press, pressables } from './press.ts';
import { asksForPayment, fieldAt, readForm } from './read-form.ts';
import { settle } from './settle.ts';
import { type FieldOfPerson, shopWords, wordsFor } from './shop-words.ts';

const whoShape = z.record(z.string(), z.string());
const ROUNDS = 6;
const QUIET = 8;

interface FillOptions {
  /** Values where the journey says none. */
  readonly usual?: Readonly<Record<string, string>> | undefined;
  readonly onFilled: (kind: FieldOfPerson) => void;
}

/** Fills in who buys and where it goes, page after page, until the shop asks for payment. Never presses what orders. */
export async function fillAddress(page: Page, who: unknown, { usual = {}, onFilled }: FillOptions): Promise<void> {
  const values = { ...shopWords().who, ...usual, ...whoShape.parse(who ?? {}) };
  let quiet = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const filled = await fillFields(page, values, onFilled);
    await chooseFirst(page);
    await settle(page);
    if ((await asksForPayment(page)) !== null) return;
    const [next] = await pressables(page, wordsFor('proceed'), wordsFor('order'));
    if (next) await press(page, next.at);
    else if (filled > 0 || (await chooseInLists(page))) quiet = 0;
    else if (quiet < QUIET) {
      // Ways of delivery and payment often come a moment after the address is known.
      quiet += 1;
      round -= 1;
      await page.waitForTimeout(1_000);
    } else throw new Error(`the shop asks for nothing more and not for payment: ${page.url()}`);
  }
  const left = (await readForm(page)).fields
    .filter(({ required, value }) => required && value === '')
    .map(({ about }) => about.split(' ', 1)[0]);
  throw new Error(
    `after ${ROUNDS} pages the shop does not ask for payment${left.length === 0 ? '' : `; it still wants: ${left.join(', ')}`}`,
  );
}

/** Returns how many fields took something. */
async function fillFields(
  page: Page,
  values: Readonly<Partial<Record<FieldOfPerson, string>>>,
  onFilled: FillOptions['onFilled'],
): Promise<number> {
  let filled = 0;
  for (const { kind, isSelect, value, required, nth } of (await readForm(page)).fields) {
    const field = fieldAt(page, nth);
    if (isSelect) {
      if (required && value === '') await field.selectOption({ index: 1 }, { timeout: 1_500 }).catch(() => undefined);
      continue;
    }
    const wanted = kind === null || kind === 'password' ? undefined : values[kind];
    if (wanted === undefined || value !== '') continue;
    const took = await field.fill(wanted, { timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (took && kind !== null) onFilled(kind);
    filled += took ? 1 : 0;
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

/** Lists that a script draws instead of the browser: the first choice of each that shows none. Returns whether one was chosen. */
async function chooseInLists(page: Page): Promise<boolean> {
  let chosen = false;
  const lists = page.locator('[role=combobox]:not(input), button[aria-haspopup=listbox]').filter({ visible: true });
  for (let nth = 0; nth < Math.min(4, await lists.count()); nth += 1) {
    const list = lists.nth(nth);
    const isEmpty =
      (await list.getAttribute('data-placeholder').catch(() => null)) !== null || (await list.locator('[data-placeholder]').count()) > 0;
    if (!isEmpty) continue;
    await list.click({ timeout: 2_000 }).catch(() => undefined);
    const option = page.locator('[role=option]:not([aria-disabled=true])').filter({ visible: true }).first();
    chosen =
      (await option.click({ timeout: 2_000 }).then(
        () => true,
        () => false,
      )) || chosen;
    await settle(page);
  }
  return chosen;
}
