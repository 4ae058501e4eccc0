import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { openPracticeShop } from '#practice-shop/open-practice-shop.ts';
import { collectInspection, judgeInspection } from '../src/steps/inspect/index.ts';
import type { BenchRow } from './bench-row.ts';
import { residentOf } from './start-up.ts';

const SHOPS = 4;
/** As shops out in the world are asked whose owner proved control. */
const PER_SECOND = 4;
const NIGHT_S = 4.42 * 3_600;
const MOST_S = 60;
const MOST_MB = 500;

/** Practice shops inspected one after the other as in a night, payment page included: how long one takes, and so how long a hundred would. */
export async function benchNight(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-night-'));
  const browser = openBrowser({ cacheFolder: join(folder, 'browser') });
  const outside = { http: openHttpClient(), resolver: openResolver(), clock: systemClock, random: systemRandom, browser };
  const times: number[] = [];
  let most = 0;
  const before = residentOf(process.pid);
  const watch = setInterval(() => {
    most = Math.max(most, residentOf(process.pid) - before);
  }, 500);
  try {
    for (let nth = 0; nth < SHOPS; nth += 1) {
      const shop = await openPracticeShop({ folder: join(folder, `shop-${nth}`), seed: `night ${nth}`, customers: 50, orders: 100 });
      const started = performance.now();
      const inspection = await collectInspection(
        { ...outside, journeys: openJourneys(browser) },
        {
          ...{ url: shop.url, allowPrivate: true, controlled: true, paymentPage: null, findPaymentPage: true, authorised: null },
          ...{ perSecond: PER_SECOND, country: 'PL', timeZone: 'Europe/Warsaw' },
        },
      );
      const { results } = judgeInspection(inspection);
      times.push((performance.now() - started) / 1_000);
      const unknown = results.filter(({ outcome }) => outcome === 'unknown').length;
      process.stderr.write(`shop ${nth}: ${times.at(-1)?.toFixed(1)} s, ${unknown} of ${results.length} checks unknown\n`);
      await shop.close();
    }
  } finally {
    clearInterval(watch);
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  return [
    { what: `one inspection with its payment page, mean of ${SHOPS}`, value: mean, unit: 's', against: { what: 'aim', value: MOST_S } },
    { what: 'the longest of them', value: Math.max(...times), unit: 's', against: { what: 'aim', value: MOST_S } },
    { what: 'a hundred shops at this pace', value: (mean * 100) / 3_600, unit: 'h', against: { what: 'a night', value: NIGHT_S / 3_600 } },
    { what: 'memory above the idle process, browser included, highest', value: most, unit: 'MB', against: { what: 'aim', value: MOST_MB } },
  ];
}
