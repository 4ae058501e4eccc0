import type { BrowserContext } from 'playwright-core';
import type { Outside, PagePicture } from './collect-options.ts';

const LONGEST_MS = 4_000;
const MOST_BYTES = 1_500_000;

/** The same means, whose browser takes a picture of the last page before it is closed. A picture that fails costs nothing else. */
export function withPictures<O extends Pick<Outside, 'browser'>>(outside: O, take: (picture: PagePicture) => void): O {
  return {
    ...outside,
    browser: {
      ...outside.browser,
      withContext: (options, work) =>
        outside.browser.withContext(options, async (context) => {
          const result = await work(context);
          const picture = await pictureOf(context).catch(() => null);
          if (picture !== null) take(picture);
          return result;
        }),
    },
  };
}

async function pictureOf(context: BrowserContext): Promise<PagePicture | null> {
  const page = context.pages().findLast((one) => /^https?:/.test(one.url()));
  if (page === undefined) return null;
  const jpeg = await page.screenshot({ type: 'jpeg', quality: 60, timeout: LONGEST_MS, animations: 'disabled' });
  return jpeg.length > MOST_BYTES ? null : { url: page.url().split(/[?#]/, 1)[0] ?? '', jpeg };
}
