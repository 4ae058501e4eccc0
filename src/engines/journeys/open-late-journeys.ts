import type { Browser } from '../browser/types.ts';
import { readText } from '../data/read-data.ts';
import type { Journeys } from './types.ts';

/**
 * Journeys whose browser, and all that drives it, is only loaded with the first one: a prober that makes none stays as small as it was. The browser
 * unpacks into `folder`. `close` ends what was begun.
 */
export function openLateJourneys(folder: string): { readonly journeys: Journeys; close(): Promise<void> } {
  let opened: Promise<{ readonly browser: Browser; readonly journeys: Journeys }> | null = null;
  const open = () => {
    opened ??= (async () => {
      const [{ openBrowser }, { openJourneys }] = await Promise.all([import('../browser/open-browser.ts'), import('./open-journeys.ts')]);
      const browser = openBrowser({ cacheFolder: folder });
      return { browser, journeys: openJourneys(browser) };
    })();
    return opened;
  };
  return {
    journeys: {
      checkout: readText('journeys/checkout.spec.ts'),
      read: async (source, name) => (await open()).journeys.read(source, name),
      run: async (wish) => (await open()).journeys.run(wish),
      walk: async (context, page, wish) => (await open()).journeys.walk(context, page, wish),
    },
    close: async () => (await opened?.catch(() => null))?.browser.close(),
  };
}
