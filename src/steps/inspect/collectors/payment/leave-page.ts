import type { CDPSession, Page } from 'playwright-core';

const FAREWELL_MS = 250;
const THERE_MS = 700;
const LOAD_MS = 4_000;

/** What a page is told when it goes; told while it is still there, for what it then sends as its last is not seen otherwise. */
const FAREWELL = `(() => { const hidden = { visibilityState: 'hidden', hidden: true }; for (const [name, value] of Object.entries(hidden)) Object.defineProperty(document, name, { get: () => value, configurable: true }); const tell = (target, event) => { try { target.dispatchEvent(event); } catch {} }; tell(document, new Event('visibilitychange', { bubbles: true })); tell(window, new Event('blur')); tell(window, new Event('beforeunload', { cancelable: true })); tell(window, new PageTransitionEvent('pagehide')); tell(window, new Event('unload')); for (const name of Object.keys(hidden)) delete document[name]; })()`;

/**
 * Leaves the page and opens the shop's front page, as customers do who think again: what the payment page sends when it goes, and what
 * the next page sends of what was kept in the browser, is sent now. Nothing that changes data leaves the browser.
 */
export async function leavePage(page: Page, session: CDPSession, key: string, shop: URL): Promise<void> {
  const context = page.context();
  await session.send('Runtime.evaluate', { expression: `${FAREWELL} /* ${key} */` }).catch(() => undefined);
  await page.waitForTimeout(FAREWELL_MS).catch(() => undefined);
  await page.close().catch(() => undefined);
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await context.route('**/*', async (route) => {
    const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(route.request().method());
    await (isRead ? route.continue() : route.abort()).catch(() => undefined);
  });
  // Another page, for the time of that one was stopped.
  const next = await context.newPage();
  await next.goto(shop.href, { waitUntil: 'load', timeout: LOAD_MS }).catch(() => undefined);
  await next.waitForTimeout(THERE_MS).catch(() => undefined);
}
