import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { skimmerVariants } from '#practice-shop/attacks/skimmers/all-variants.ts';
import { openSkimmerStage, type SkimmerStage } from '#practice-shop/attacks/skimmers/open-skimmer-stage.ts';
import { goldenInspection } from '../../checks/golden-inspection.ts';
import { paymentClipboard } from '../../checks/payment/payment-clipboard.ts';
import { paymentSkimmer } from '../../checks/payment/payment-skimmer.ts';
import { collectPaymentPage } from './collect-payment-page.ts';

vi.setConfig({ testTimeout: 90_000 });

let folder: string;
let browser: Browser;
let stage: SkimmerStage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-thieves-'));
  browser = openBrowser({ cacheFolder: folder, contexts: 4, lookup: async () => ['127.0.0.1'] });
  stage = await openSkimmerStage();
});

afterAll(async () => {
  await stage.close();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

async function judge(id: string, honest: boolean) {
  const variant = skimmerVariants.find((item) => item.id === id);
  if (!variant) throw new Error(`no variant ${id}`);
  const url = stage.urlOf(variant, honest);
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
  const receiver = variant.named?.(stage.hosts) ?? new URL(stage.hosts.collect).host;
  const inspection = goldenInspection({ payment });
  return { ...paymentSkimmer.judge(inspection), receiver, clipboard: paymentClipboard.judge(inspection) };
}

// A few of each family; `npm run bench -- skimmers` tries them all, and packages of honest pages.
describe.each([
  'xor-base64',
  'web-rtc',
  'frame-over-fields',
  'form-action',
  'phones-only',
  'enciphered',
  'one-country',
  'shy-of-console-cost',
  'tools-at-each-send',
  'paste-only',
  'when-page-goes',
  'next-page',
  'opened-window',
  'hidden-in-cookie',
  'peer-bytes',
  'frame-with-worker',
])('a thief, %s,', (id) => {
  it('is rung with what it takes and to whom; its honest twin is not', async () => {
    const [thief, twin] = await Promise.all([judge(id, false), judge(id, true)]);
    const [weakness] = thief.weaknesses;
    expect(weakness?.title).toMatch(/card number|security code|expiry date/);
    expect(JSON.stringify(thief.weaknesses)).toContain(thief.receiver);
    expect(twin).toMatchObject({ outcome: 'pass', weaknesses: [] });
  });
});

describe('a thief that is silent while tools seem open', () => {
  it('is told as one that looks for them', async () => {
    const { weaknesses } = await judge('tools-by-resize', false);
    expect(JSON.stringify(weaknesses)).toMatch(/nothing while they do/);
  });
});

describe.each(['command-in-clipboard', 'copied-by-form', 'account-exchanged'])('a thief at the clipboard, %s,', (id) => {
  it('is told with what it puts there; its honest twin is not', async () => {
    const [thief, twin] = await Promise.all([judge(id, false), judge(id, true)]);
    expect(JSON.stringify(thief.clipboard.weaknesses)).toContain(thief.receiver);
    expect(twin.clipboard).toMatchObject({ outcome: 'pass', weaknesses: [] });
    expect(twin.outcome).toBe('pass');
  });
});
