import type { Page } from 'playwright-core';

export const STEP_MS = 5_000;

/** Waits until the page has been quiet for a moment. Pages that never are quiet are gone on with. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('domcontentloaded', { timeout: STEP_MS }).catch(() => undefined);
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
}
