import type { Page } from 'playwright-core';
import { settle } from './settle.ts';

/** What Playwright says when the page that was asked has gone meanwhile. */
const GONE = /context was destroyed|garbage collected|Cannot find context|navigat/i;

/** Evaluates a text in the page; when another page came meanwhile, that one is asked, once. */
export async function askPage(page: Page, text: string): Promise<unknown> {
  try {
    return await page.evaluate(text);
  } catch (thrown) {
    if (page.isClosed() || !(thrown instanceof Error && GONE.test(thrown.message))) throw thrown;
    await settle(page);
    return page.evaluate(text);
  }
}
