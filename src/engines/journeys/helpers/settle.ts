import type { Page } from 'playwright-core';

export const STEP_MS = 5_000;
const IDLE_MS = 2_000;
// A text, for it runs in the page.
const IDLE = `new Promise((done) => (globalThis.requestIdleCallback || setTimeout)(() => done(1), { timeout: ${IDLE_MS} }))`;

/** Waits until the page has been quiet for a moment, and its scripts have run. Pages that never are quiet are gone on with. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load', { timeout: STEP_MS }).catch(() => undefined);
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
  // What is pressed before its script has run does nothing.
  await Promise.race([page.evaluate(IDLE).catch(() => undefined), page.waitForTimeout(IDLE_MS).catch(() => undefined)]);
}
