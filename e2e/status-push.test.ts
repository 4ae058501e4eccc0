import type { Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PushService, startPushService } from '../src/engines/testing/start-push-service.ts';
import { countSubscribers } from '../src/steps/watch/status/count-subscribers.ts';
import { judgePage } from './crawl.ts';
import { openStage, type Stage } from './open-stage.ts';
import { seedStatus } from './seed-status.ts';

let stage: Stage;
let service: PushService;
let path: string;
beforeAll(async () => {
  stage = await openStage(50);
  service = await startPushService();
  path = await seedStatus(stage);
}, 120_000);
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await stage?.[Symbol.asyncDispose]();
});

const count = () => {
  const { org, shop } = stage.rehearsal;
  return stage.running.house.state.inOrg(org, async (db) => (await countSubscribers(db, shop)).push);
};
const asReader = <T>(work: (page: Page) => Promise<T>, width = 390) =>
  stage.withPage({ stranger: true, width }, async (page) => {
    await page.context().grantPermissions(['notifications'], { origin: stage.running.url });
    return work(page);
  });
const said = (page: Page) => page.locator('[data-push]:not([hidden])').getAttribute('data-push');

test('the page offers it only by its script, is sound with it, and says plainly when the push service cannot be reached', async () => {
  const seen = await asReader((page) => judgePage(page, stage.running.url, path));
  expect([seen.violations, seen.problems, seen.overflows]).toEqual([[], [], false]);
  const state = await asReader(async (page) => {
    await page.goto(stage.running.url + path);
    await page.locator('#push-on').click();
    await page.locator('[data-push]:not([hidden])').waitFor({ timeout: 60_000 });
    return said(page);
  });
  // The browser’s maker answers or does not; either way what is said is what is so.
  expect([
    ['hears', 1],
    ['failed', 0],
  ]).toContainEqual([state, await count()]);
  if (state === 'failed') console.warn('the push service of this browser cannot be reached from here');
}, 120_000);

test('its worker is taken under the page’s policy, shows what is pushed, and one press ends it', async () => {
  const { target } = service.newBrowser();
  const endpoint = { ...target, endpoint: target.endpoint.replace(/^https:\/\/[^/]+/, 'https://push.example') };
  const before = await count();
  await asReader(async (page) => {
    // The browser’s own push service is not there in a test: what it would hand over is handed over here, the rest is real.
    await page.addInitScript((own) => {
      let isOn = false;
      const options = { applicationServerKey: null as ArrayBuffer | null };
      const one = {
        ...{ endpoint: own.endpoint, options, toJSON: () => ({ endpoint: own.endpoint, keys: { p256dh: own.p256dh, auth: own.auth } }) },
        unsubscribe: async () => {
          isOn = false;
          return true;
        },
      };
      Object.assign(Reflect.get(globalThis, 'PushManager').prototype, {
        getSubscription: async () => (isOn ? one : null),
        subscribe: async (wish: { userVisibleOnly: boolean; applicationServerKey: string }) => {
          if (!wish.userVisibleOnly || wish.applicationServerKey.length !== 87) throw new Error('no browser takes that');
          isOn = true;
          return one;
        },
      });
    }, endpoint);
    await page.goto(stage.running.url + path);
    await page.locator('#push-on').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page), { timeout: 20_000 }).toBe('hears');
    expect(await count()).toBe(before + 1);
    expect(await page.evaluate('document.activeElement.id')).toBe('push-off');

    const news = {
      title: 'Lantern: Paying',
      body: 'We are on it.',
      tag: 'a',
      lang: 'en',
      url: `${stage.running.url}${path}`,
      stop: 'Stop',
    };
    const { shown, worker } = await deliver(page, news);
    expect(shown).toMatchObject({ title: news.title, body: news.body, tag: 'a', data: { url: news.url } });
    expect(shown).toMatchObject({ actions: [{ action: 'leave', title: 'Stop' }] });
    // “Stop” in the notification itself.
    await worker.evaluate((endpoint) => {
      Object.assign(Reflect.get(globalThis, 'PushManager').prototype, {
        getSubscription: async () => ({ endpoint, unsubscribe: async () => true }),
      });
    }, endpoint.endpoint);
    await worker.evaluate('leave()');
    expect(await count()).toBe(before);
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page), { timeout: 20_000 }).toBe('left');
    expect(await count()).toBe(before);
    expect(await page.evaluate('navigator.serviceWorker.getRegistrations().then((all) => all.length)')).toBe(0);
  });
}, 90_000);

/** Hands the worker a message as the browser does once it has decrypted it. A browser without a window shows none, so what it would show is told. */
async function deliver(page: Page, message: Record<string, string>): Promise<{ readonly shown: unknown; readonly worker: Worker }> {
  const [worker] = page.context().serviceWorkers();
  if (worker === undefined) throw new Error('there is no worker');
  await worker.evaluate(`self.shown = null; ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
    self.shown = { title, ...options };
  };`);
  const session = await page.context().newCDPSession(page);
  const registration = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [found] }) => {
      if (found) resolve(found.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const origin = new URL(page.url()).origin;
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registration, data: JSON.stringify(message) });
  await expect.poll(() => worker.evaluate('self.shown'), { timeout: 10_000 }).not.toBeNull();
  return { shown: await worker.evaluate('self.shown'), worker };
}
