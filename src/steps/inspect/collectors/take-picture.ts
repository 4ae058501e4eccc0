import type { Page } from 'playwright-core';
import type { PagePicture } from './collect-options.ts';

const LONGEST_MS = 4_000;
const MOST_BYTES = 1_500_000;

/** A picture of a page as it looks now; `null` when it cannot be taken in time or is too large. */
export async function takePicture(page: Page): Promise<PagePicture | null> {
  const jpeg = await page.screenshot({ type: 'jpeg', quality: 60, timeout: LONGEST_MS, animations: 'disabled' }).catch(() => null);
  return jpeg === null || jpeg.length > MOST_BYTES ? null : { url: page.url().split(/[?#]/, 1)[0] ?? '', jpeg };
}
