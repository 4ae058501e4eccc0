import type { Page } from 'playwright-core';
import { settle } from './settle.ts';

/** What Playwright says when the page that was asked has gone meanwhile. */
const GONE = /context was destroyed|garbage collected|Cannot find context|navigat/i;

/** Pages that may come one after the other while one is asked. */
const MOST_PAGES = 4;

/** Evaluates a text in the page; when another page came meanwhile, that one is asked. */
export async function askPage(page: Page, text: string): Promise<unknown> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await page.evaluate(text);
    } catch (thrown) {
      if (turn === MOST_PAGES || page.isClosed() || !(thrown instanceof Error && GONE.test(thrown.message))) throw thrown;
      await settle(page);
    }
  }
}
