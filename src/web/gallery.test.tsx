import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serve } from '@hono/node-server';
import axe from 'axe-core';
import { Hono } from 'hono';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '#engines/browser/find-chromium.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { gallery } from './gallery.tsx';
import { openWeb } from './open-web.ts';
import { securityHeaders } from './security-headers.ts';

const paths = ['/', '/parts', '/charts', '/forms', '/public'];
const looks = [
  { scheme: 'light', width: 1280, height: 800 },
  { scheme: 'dark', width: 1280, height: 800 },
  { scheme: 'light', width: 390, height: 844 },
  { scheme: 'dark', width: 390, height: 844 },
] as const;

const web = openWeb(productFiles);
let browser: Browser;
let base = '';
let folder = '';
let server: ReturnType<typeof serve>;

beforeAll(async () => {
  const app = new Hono();
  app.use(securityHeaders({ https: false }));
  app.route('/', web.assets.routes());
  app.get('/live', (c) => c.body('event: hello\ndata:\n\n', 200, { 'Content-Type': 'text/event-stream' }));
  app.use(web.prepare);
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
}, 30_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

async function open(look: (typeof looks)[number], visit: (page: Page, problems: string[]) => Promise<void>): Promise<void> {
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
    for (const path of paths) {
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
  expect(web.assets.scriptBytes).toBeLessThan(60_000);
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
