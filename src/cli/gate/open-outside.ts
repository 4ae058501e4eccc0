import { homedir } from 'node:os';
import { join } from 'node:path';
import { openAdvisoryFiles } from '#engines/advisories/open-advisory-files.ts';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { loadLibraries, type Outside } from '#steps/inspect/index.ts';
import { advisoriesFolder } from '../sbom/advisories-folder.ts';
import { type OwnHeaders, withOwnHeaders } from './own-headers.ts';

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
export async function withOutside<T>(work: (outside: Outside) => Promise<T>, own: OwnHeaders | null = null): Promise<T> {
  // What “sbom refresh” fetched counts here too; without it, or when it cannot be read, the shipped data do.
  await loadLibraries(openAdvisoryFiles(advisoriesFolder(undefined), null)).catch(() => undefined);
  return withBrowser((browser) => {
    const engines = { http: openHttpClient(), resolver: openResolver(), clock: systemClock, random: systemRandom };
    const outside = { ...engines, browser, journeys: openJourneys(browser) };
    if (own === null) return work(outside);
    const carrying = withOwnHeaders(outside, own);
    return work({ ...carrying, journeys: openJourneys(carrying.browser) });
  });
}
