import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import axe from 'axe-core';
import { Hono } from 'hono';
import { type Browser, chromium, type Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '#engines/browser/find-chromium.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { Card } from './components/card.tsx';
import { gallery } from './gallery.tsx';
import { openWeb } from './open-web.ts';
import { page } from './page.tsx';
import { securityHeaders } from './security-headers.ts';
import { locales, type WebEnv } from './types.ts';

const paths = ['/', '/parts', '/charts', '/forms', '/public'];
const looks = [
  { scheme: 'light', width: 1280, height: 800 },
  { scheme: 'dark', width: 1280, height: 800 },
  { scheme: 'light', width: 390, height: 844 },
  { scheme: 'dark', width: 390, height: 844 },
] as const;

const web = openWeb(productFiles);
let change: () => void = () => undefined;
let browser: Browser;
let base = '';
let folder = '';
let server: ReturnType<typeof serve>;

beforeAll(async () => {
  const app = new Hono();
  app.use(securityHeaders({ https: false }));
  app.route('/', web.assets.routes());
  app.get('/live', (c) => {
    const stream = new ReadableStream<string>({
      start: (controller) => {
        controller.enqueue('event: hello\ndata:\n\n');
        change = () => controller.enqueue('event: changed\ndata: ["watch.state-changed"]\n\n');
      },
    });
    return c.body(stream.pipeThrough(new TextEncoderStream()), 200, { 'Content-Type': 'text/event-stream' });
  });
  app.use(web.prepare);
  app.route('/', counting());
  app.route('/', gallery());
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
  });
  base = `http://127.0.0.1:${port}`;
  folder = await mkdtemp(join(tmpdir(), 'shopbell-gallery-'));
  const found = await findChromium(folder);
  const args = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  browser = await chromium.launch({
    executablePath: found.path,
    headless: true,
    args,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...found.env },
  });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A page that counts how often it was asked for, in one place that is live, one for another room, and one that is not. */
function counting(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  let times = 0;
  app.get('/counting', (c) => {
    times += 1;
    const body = (
      <>
        <Card id="live" live="watch" heading={`live ${times}`} />
        <Card id="other" live="tell" heading={`other ${times}`} />
        <Card id="still" heading={`still ${times}`} />
      </>
    );
    return page(c, { step: 'watch', title: 'Counting', heading: 'Counting', body });
  });
  return app;
}

async function open(look: (typeof looks)[number], visit: (page: Tab, problems: string[]) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ viewport: { width: look.width, height: look.height }, colorScheme: look.scheme });
  const problems: string[] = [];
  page.on('console', (message) => (message.type() === 'error' || message.type() === 'warning' ? problems.push(message.text()) : undefined));
  page.on('pageerror', (error) => problems.push(error.message));
  try {
    await visit(page, problems);
  } finally {
    await page.close();
  }
}

test.each(looks)('$scheme, $width pixels wide: nothing overflows, axe finds nothing, the policy is kept', async (look) => {
  await open(look, async (page, problems) => {
    for (const path of look.scheme === 'dark' && look.width < 800 ? ['/', '/charts'] : paths) {
      const answer = await page.goto(base + path);
      expect((await answer?.body())?.length).toBeLessThan(100_000);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      expect(await page.evaluate('document.querySelectorAll("[style], style, script:not([src])").length'), path).toBe(0);
      await page.evaluate(axe.source);
      // The scheme changes colours only: in the dark one, contrast is what can go wrong.
      const only = look.scheme === 'dark' ? ", runOnly: ['color-contrast']" : '';
      const result = (await page.evaluate(`axe.run({ resultTypes: ['violations'], elementRef: false${only} })`)) as axe.AxeResults;
      const found = result.violations.map((rule) => `${path} ${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
      expect(found).toEqual([]);
    }
    expect(problems).toEqual([]);
  });
});

test('customers’ pages carry no script; all scripts of the console together stay under 60 kB compressed', async () => {
  const html = await (await fetch(`${base}/public`)).text();
  expect(html).not.toContain('<script');
  expect(web.assets.scriptBytes()).toBeLessThan(60_000);
  const script = await fetch(base + web.assets.urls.js, { headers: { 'accept-encoding': 'identity' } });
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(gzipSync(await script.bytes()).length).toBeLessThan(60_000);
});

test('keyboard: skip link first, g and a letter go to a place, ? opens the help', async () => {
  await open(looks[0], async (page) => {
    await page.goto(base);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Shift+?');
    expect(await page.evaluate('document.getElementById("help").open')).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await Promise.all([page.waitForURL(`${base}/decide`), page.keyboard.press('c')]);
  });
});

test('what is live is swapped when its room changes, and nothing else', async () => {
  await open(looks[0], async (page, problems) => {
    await page.goto(`${base}/counting`);
    await page.waitForSelector('body[data-stream=open]');
    change();
    await page.getByText('live 2').waitFor();
    expect(await page.textContent('#other')).toBe('other 1');
    expect(await page.textContent('#still')).toBe('still 1');
    expect(problems).toEqual([]);
  });
});

test('the rail and the bar hold their words in every language', async () => {
  await open(looks[2], async (page) => {
    for (const locale of locales) {
      await page.goto(`${base}/forms?lang=${locale}`);
      expect(await page.evaluate('document.documentElement.lang')).toBe(locale);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), locale).toBeLessThanOrEqual(0);
      const cut = await page.evaluate(
        '[...document.querySelectorAll(".bar span")].filter((e) => e.scrollWidth > e.clientWidth + 1 && !e.classList.contains("sr")).map((e) => e.textContent)',
      );
      expect(cut, locale).toEqual([]);
    }
  });
});

test('on a phone the list of places opens under the thumb, and every target is at least 44 pixels high', async () => {
  await open(looks[2], async (page) => {
    await page.goto(base);
    expect(await page.locator('#places').isVisible()).toBe(false);
    await page.locator('.bar button').click();
    expect(await page.locator('#places a').count()).toBe(10);
    const heights = (await page.evaluate(
      '[...document.querySelectorAll("#places a, .bar a, .bar button, .button, .theme button")].map((e) => e.getBoundingClientRect().height).filter((height) => height > 0)',
    )) as number[];
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  });
});
