import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { goldenInspection } from '../../src/steps/inspect/checks/golden-inspection.ts';
import { paymentClipboard } from '../../src/steps/inspect/checks/payment/payment-clipboard.ts';
import { paymentLeak } from '../../src/steps/inspect/checks/payment/payment-leak.ts';
import { paymentSkimmer } from '../../src/steps/inspect/checks/payment/payment-skimmer.ts';
import { collectPaymentPage } from '../../src/steps/inspect/collectors/payment/collect-payment-page.ts';

export interface Audited {
  readonly skimmer: ReturnType<typeof paymentSkimmer.judge>;
  readonly leak: ReturnType<typeof paymentLeak.judge>;
  readonly clipboard: ReturnType<typeof paymentClipboard.judge>;
  readonly ms: number;
}

/** One payment page audited as an inspection does it with proven control, without what anybody authorised. */
export async function auditPage(browser: Browser, url: string): Promise<Audited> {
  const began = performance.now();
  const outside = { browser, journeys: openJourneys(browser), random: systemRandom, clock: systemClock };
  const payment = await collectPaymentPage(outside, {
    url,
    shop: new URL('/', url),
    allowPrivate: true,
    controlled: true,
    journey: null,
    country: 'PL',
    timeZone: 'Europe/Warsaw',
  });
  const inspection = goldenInspection({ payment });
  return {
    ...{ skimmer: paymentSkimmer.judge(inspection), leak: paymentLeak.judge(inspection), clipboard: paymentClipboard.judge(inspection) },
    ms: performance.now() - began,
  };
}
