import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as driver } from 'playwright-core';
import { expect, test } from 'vitest';
import { openTestShop } from '../testing/open-test-shop.ts';
import { injectSkimmer } from './inject-skimmer.ts';

const executablePath = process.platform === 'linux' ? await chromium.executablePath() : '';

test.skipIf(!existsSync(executablePath))('in a real browser, what is typed at checkout goes to the collector', async () => {
  await using shop = await openTestShop();
  const skimmer = await injectSkimmer(shop);
  const args = chromium.args.filter((each) => each !== '--single-process');
  const browser = await driver.launch({ executablePath, args: process.getuid?.() === 0 ? [...args, '--no-sandbox'] : args });
  const page = await browser.newPage();
  await page.goto(`${shop.url}/product/spotlight-teapot`);
  await page.click('text=Put in basket');
  await page.goto(`${shop.url}/checkout`);
  const typed = { name: 'Practice Buyer', email: 'buyer@mail.practice-shop.test', street: '1 Rehearsal Road', city: 'Practiceham' };
  for (const [id, value] of Object.entries(typed)) await page.fill(`#${id}`, value);
  const arrived = page.waitForResponse((answer) => answer.url().startsWith(skimmer.collector));
  await page.fill('#card-number', '4242424242424242');
  await page.fill('#card-expiry', '12/30');
  await arrived;
  expect(skimmer.stolen()[0]).toContain('card-number');
  await browser.close();
  await skimmer.stop();
});
