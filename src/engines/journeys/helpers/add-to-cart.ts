import type { Page } from 'playwright-core';
import { press, pressables } from './press.ts';
import { settle } from './settle.ts';
import { wordsFor } from './shop-words.ts';

/** Presses the button that puts the open product into the cart. Where nothing comes of it, the first options are chosen and it is pressed again. */
export async function addToCart(page: Page): Promise<void> {
  const button = async () => (await pressables(page, wordsFor('addToCart')))[0];
  const first = await button();
  if (first && (await press(page, first.at))) return;
  await chooseOptions(page);
  const again = await button();
  if (!again) throw new Error('nothing here says that it goes into the cart');
  if (!(await press(page, again.at))) throw new Error(`“${again.text}” was pressed and the shop did nothing`);
}

/** Sizes and colours: the first of each that can be had. */
async function chooseOptions(page: Page): Promise<void> {
  const selects = page.locator('main select, form select').filter({ visible: true });
  for (let nth = 0; nth < Math.min(5, await selects.count()); nth += 1)
    await selects
      .nth(nth)
      .selectOption({ index: 1 }, { timeout: 1_500 })
      .catch(() => undefined);
  const swatches = page
    .locator('[class*="variant" i], [class*="swatch" i], [class*="option" i]')
    .locator('button, a, label, input[type=radio]');
  for (const group of [page.locator('form input[type=radio], main input[type=radio]'), swatches]) {
    const one = group.filter({ visible: true }).first();
    if ((await one.count()) === 0) continue;
    await one.click({ timeout: 1_500 }).catch(() => undefined);
    // Some shops load the page anew for every choice.
    await page.waitForTimeout(700);
  }
  await settle(page);
}
