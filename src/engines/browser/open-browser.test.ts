import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, placesFor } from './open-browser.ts';
import type { Browser } from './types.ts';

let folder: string;
let browser: Browser;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-browser-'));
  browser = openBrowser({ cacheFolder: folder, idleMs: 300 });
  server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<title>The shop</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the browser', () => {
  it('says what it is and how it is kept apart', async () => {
    expect(await browser.describe()).toMatch(/^Chromium \d+\..*(sandbox|user)/i);
  });

  it('renders a page of a target that may be private', async () => {
    const title = await browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      await page.goto(url);
      return page.title();
    });
    expect(title).toBe('The shop');
  });

  it('does not reach private addresses otherwise, neither by page nor by script', async () => {
    const statuses = await browser.withContext({}, async (context) => {
      const page = await context.newPage();
      const answer = await page.goto(url);
      const port = new URL(url).port;
      const socket = await page.evaluate(
        (to) =>
          new Promise((resolve) => {
            const socket = new WebSocket(to);
            socket.onopen = () => resolve('open');
            socket.onerror = () => resolve('refused');
          }),
        `ws://127.0.0.1:${port}/`,
      );
      return [answer?.status(), socket];
    });
    expect(statuses).toEqual([403, 'refused']);
  });

  it('never reaches a cloud’s metadata, whatever is allowed', async () => {
    const status = await browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      return (await page.goto('http://169.254.169.254/latest/meta-data/'))?.status();
    });
    expect(status).toBe(403);
  });

  it('survives pages that leave while their answers are under way', async () => {
    const slow = createServer((_request, response) => {
      setTimeout(() => response.end('late'), 60);
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const late = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`;
    for (let turn = 0; turn < 3; turn++) {
      await browser.withContext({ allowPrivate: true }, async (context) => {
        const page = await context.newPage();
        await page.goto(url);
        await page.evaluate((to) => {
          for (let nth = 0; nth < 6; nth++) void fetch(`${to}?${nth}`, { mode: 'no-cors' }).catch(() => undefined);
        }, late);
        await page.waitForTimeout(20 * turn);
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
    slow.close();
  });

  it('stops when idle and leaves no profile behind', async () => {
    await browser.describe();
    await expect.poll(() => readdir(join(folder, 'browser', 'profiles')).catch(() => []), { timeout: 8_000 }).toEqual([]);
  });
});

it.each([
  [0, 2],
  [400_000_000, 1],
  [1_199_999_999, 1],
  [1_200_000_000, 2],
  [64_000_000_000, 2],
])('with %i bytes left has %i places', (available, places) => {
  expect(placesFor(available)).toBe(places);
});
