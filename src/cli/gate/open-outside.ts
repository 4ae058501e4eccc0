import { homedir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import type { Outside } from '#steps/inspect/index.ts';

/** Gives a browser to `work`, and closes it. No data folder. */
export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = openBrowser({ cacheFolder: join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'shopbell') });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** Gives the engines that an inspection needs to `work`, and closes them. No database, no data folder. */
export async function withOutside<T>(work: (outside: Outside) => Promise<T>): Promise<T> {
  return withBrowser((browser) => {
    const engines = { http: openHttpClient(), resolver: openResolver(), clock: systemClock, random: systemRandom };
    return work({ ...engines, browser, journeys: openJourneys(browser) });
  });
}
