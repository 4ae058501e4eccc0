import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { openPracticeShop, type PracticeShop } from '#practice-shop/open-practice-shop.ts';
import { openJourneys } from '../open-journeys.ts';
import { findingsOf, quote } from './locator-words.ts';
import { openRecorder, type Recorder, type RecorderNote } from './open-recorder.ts';
import { valueFor } from './value-for.ts';

vi.setConfig({ testTimeout: 90_000 });

let folder: string;
let browser: Browser;
let shop: PracticeShop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-record-'));
  browser = openBrowser({ cacheFolder: folder });
  shop = await openPracticeShop({ folder: join(folder, 'shop'), seed: 5 });
});

afterAll(async () => {
  await shop.close();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** Presses in the middle of something, as a person would who sees it. */
async function press(page: Page, recorder: Recorder, selector: string): Promise<RecorderNote | null> {
  const it = page.locator(selector).first();
  await it.scrollIntoViewIfNeeded();
  const box = await it.boundingBox();
  if (box === null) throw new Error(`${selector} is not shown`);
  return recorder.act({ what: 'click', x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

describe('a journey recorded by clicking', () => {
  it('runs unchanged and reaches the payment page; nothing of a person or a card stands in it, and nothing was ordered', async () => {
    const orders = shop.truth.orderNumbers().length;
    const { file, said } = await browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      const recorder = await openRecorder(page, new URL('/', shop.url));
      await press(page, recorder, 'main a[href*="/product"]');
      await press(page, recorder, 'form button:visible');
      await press(page, recorder, 'a[href$="/checkout"]');
      expect(new URL(page.url()).pathname).toBe('/checkout');
      await press(page, recorder, 'input[name=email]');
      await recorder.act({ what: 'type', text: 'real.person@home.example' });
      await recorder.act({ what: 'key', key: 'Tab' });
      await press(page, recorder, 'input[autocomplete=cc-number]');
      const card = await recorder.act({ what: 'type', text: '4242424242424242' });
      const order = await press(page, recorder, 'form button:visible');
      return { file: recorder.file(true), said: [card, order] };
    });
    expect(said).toMatchObject([{ why: 'card' }, { why: 'would-order' }]);
    expect(file).toContain('shop.stopBeforePaying(page)');
    expect(file).toContain('shopbell-journey@example.com');
    expect(file).not.toMatch(/real\.person|4242/);
    const wish = { source: file, name: 'recorded', baseUrl: shop.url, allowPrivate: true, secrets: {}, mayOrder: false, maxMs: 60_000 };
    const run = await openJourneys(browser).run(wish);
    expect(run).toMatchObject({ outcome: 'passed' });
    expect(shop.truth.orderNumbers()).toHaveLength(orders);
  });
});

it('records within frames that can be named, and types no card there', async () => {
  const inner = (port: number, path: string) =>
    `<iframe title="Choose a parcel locker" src="http://127.0.0.1:${port}${path}" width="600" height="300" style="border:3px solid"></iframe>`;
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'text/html');
    response.end(
      request.url === '/locker'
        ? '<label>Town <input name="town"></label><button onclick="document.title=1">Take this locker</button><label>Card number <input name="cc-number" autocomplete="cc-number"></label>'
        : `<h1>Shop</h1>${inner(port, '/locker')}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  try {
    const { file, card } = await browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      const recorder = await openRecorder(page, new URL(url));
      const at = async (selector: string) => {
        const box = await page.frameLocator('iframe').locator(selector).boundingBox();
        if (box === null) throw new Error(`${selector} is not shown`);
        return recorder.act({ what: 'click', x: box.x + box.width / 2, y: box.y + box.height / 2 });
      };
      await at('input[name=town]');
      await recorder.act({ what: 'type', text: 'Lublin' });
      await at('button');
      await at('input[name=cc-number]');
      const note = await recorder.act({ what: 'type', text: '4242' });
      return { file: recorder.file(false), card: note };
    });
    expect(card).toMatchObject({ why: 'card' });
    expect(file).toContain(
      `await page.frameLocator('iframe[title="Choose a parcel locker"]').getByRole('button', { name: 'Take this locker', exact: true }).click();`,
    );
    expect(file).toMatch(/frameLocator\('iframe\[title="Choose a parcel locker"\]'\)\.getByLabel\('Town', \{ exact: true \}\)\.fill\(/);
    const wish = { source: file, name: 'framed', baseUrl: url, allowPrivate: true, secrets: {}, mayOrder: false, maxMs: 60_000 };
    expect(await openJourneys(browser).run(wish)).toMatchObject({ outcome: 'passed' });
  } finally {
    server.close();
  }
});

describe('what is written', () => {
  const field = {
    role: 'field',
    name: '',
    label: '',
    placeholder: '',
    attribute: '',
    id: '',
    testId: '',
    type: 'text',
    about: '',
    value: '',
  } as const;

  it('replaces what tells of a person, a password and a card', () => {
    expect(valueFor({ about: 'email', type: 'email' }, 'a@b.example')).toEqual({ secret: false, text: 'shopbell-journey@example.com' });
    expect(valueFor({ about: 'pw', type: 'password' }, 'hunter2')).toEqual({ secret: true, text: 'PASSWORD' });
    expect(valueFor({ about: 'cc-number', type: 'text' }, '4242')).toBeNull();
    expect(valueFor({ about: 'quantity', type: 'number' }, '3')).toEqual({ secret: false, text: '3' });
    expect(valueFor({ about: 'q', type: 'search' }, 'blue mug')).toEqual({ secret: false, text: 'blue mug' });
    expect(valueFor({ about: 'q', type: 'search' }, 'me@home.example')).toEqual({ secret: false, text: 'Test' });
    expect(valueFor({ about: 'remarks', type: 'text' }, 'my neighbour is in')).toEqual({ secret: false, text: 'Test' });
  });

  it('has texts of the page as texts only', () => {
    const hostile = `x'); await page.goto('file:///etc/passwd'); ('\n\u2028\\`;
    const [finding] = findingsOf({ ...field, role: 'button', name: hostile });
    expect(runInNewContext(quote(hostile))).toBe(hostile);
    expect(finding?.code.split('\n')).toHaveLength(1);
  });
});
