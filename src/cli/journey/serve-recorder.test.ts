import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { openRecorder } from '#engines/journeys/record/open-recorder.ts';
import { openPracticeShop, type PracticeShop } from '#practice-shop/open-practice-shop.ts';
import { recorderPage } from './recorder-page.ts';
import { recorderLanguage, sayNote } from './recorder-words.ts';
import { serveRecorder } from './serve-recorder.ts';

vi.setConfig({ testTimeout: 90_000 });

let folder: string;
let browser: Browser;
let shop: PracticeShop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-recorder-'));
  browser = openBrowser({ cacheFolder: folder });
  shop = await openPracticeShop({ folder: join(folder, 'shop'), seed: 6 });
});

afterAll(async () => {
  await shop.close();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the page of the recorder', () => {
  it('says when the shop cannot be reached, or the port is taken', async () => {
    const open = (address: string) =>
      browser.withContext({ allowPrivate: true }, async (context) => openRecorder(await context.newPage(), new URL(address)));
    await expect(open('http://127.0.0.1:7/')).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    await expect(open('http://127.0.0.1:49151/')).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    await expect(open('https://127.0.0.1:49151/')).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    await browser.withContext({ allowPrivate: true }, async (context) => {
      const recorder = await openRecorder(await context.newPage(), new URL(shop.url));
      await expect(serveRecorder(recorder, Number(new URL(shop.url).port))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    });
  });

  it('shows the shop in another browser and passes clicks on; strangers get nothing', async () => {
    const { lines, atPayment } = await browser.withContext({ allowPrivate: true }, async (context) => {
      const recorder = await openRecorder(await context.newPage(), new URL('/', shop.url));
      const served = await serveRecorder(recorder, 0);
      const guest = await context.newPage();
      await guest.goto(served.url);
      expect(await statusOf(new URL('/wrong/', served.url).href)).toBe(404);
      expect(await statusOf(served.url, { host: 'elsewhere.example' })).toBe(404);
      await guest.locator('#lines li').first().waitFor();
      await guest.waitForFunction(`document.querySelector('#shop').naturalWidth > 0`);
      const link = context.pages()[0]?.locator('main a[href*="/product"]').first();
      await link?.scrollIntoViewIfNeeded();
      const product = await link?.boundingBox();
      const shown = await guest.locator('#shop').boundingBox();
      if (!product || !shown) throw new Error('nothing is shown');
      const scale = shown.width / 1_280;
      await guest.mouse.click(shown.x + (product.x + product.width / 2) * scale, shown.y + (product.y + product.height / 2) * scale);
      await guest.locator('#lines li').nth(1).waitFor();
      await guest.getByRole('button', { name: 'Done, it ends here' }).click();
      const ended = await served.done;
      await served.close();
      return { lines: recorder.lines(), atPayment: ended };
    });
    expect(atPayment).toBe(false);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^await page\.getBy.*\.click\(\);$/);
  });
});

it('speaks the language of the person’s browser, with no word missing', () => {
  expect(recorderLanguage('pl-PL,pl;q=0.9,en;q=0.8')).toBe('pl');
  expect(recorderLanguage('fr,ja;q=0.5')).toBe('ja');
  expect(recorderLanguage(undefined)).toBe('en');
  for (const language of ['pl', 'de', 'ja']) {
    expect(recorderPage(language)).toContain(`<html lang="${language}">`);
    expect(recorderPage(language)).not.toContain('Click in the picture');
    expect(sayNote({ why: 'would-order', what: '$& Kup' }, language)).toContain('$& Kup');
  }
});
