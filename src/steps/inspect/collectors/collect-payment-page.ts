import type { BrowserContext, Page } from 'playwright-core';
import { messageOf } from '#kernel/errors.ts';
import { type Got, isElsewhere, type PaymentPage } from '../inspection.ts';
import { type CollectOptions, type Outside, USER_AGENT } from './collect-options.ts';
import { fillCart } from './fill-cart.ts';
import { asCanaries, makeCanaries } from './make-canaries.ts';
import { recordRequests } from './record-requests.ts';
import { recordScripts } from './record-scripts.ts';
import { siteOf } from './site-of.ts';
import { pressPay, snapshotForms, typeCanaries } from './type-canaries.ts';

const LOAD_MS = 12_000;
const SETTLE_MS = 2_500;
const TYPE_MS = 12_000;
const AFTER_MS = 1_500;

interface PageWish extends Pick<CollectOptions, 'allowPrivate' | 'controlled'> {
  readonly url: string;
  readonly shop: URL;
}

/**
 * Looks at the payment page in a fresh browser: scripts, hosts, forms, frames; with proven control also types made-up values
 * and watches where they go. While typing, nothing but GET leaves the browser and the page cannot navigate away, so no order is placed.
 */
export async function collectPaymentPage(
  outside: Pick<Outside, 'browser' | 'random' | 'clock'>,
  wish: PageWish,
): Promise<Got<PaymentPage>> {
  try {
    const options = { allowPrivate: wish.allowPrivate, ignoreCertificateErrors: wish.allowPrivate };
    const value = await outside.browser.withContext(options, (context) => lookWithCart(context, outside, wish));
    return { kind: 'got', value };
  } catch (thrown) {
    return { kind: 'unknown', reason: `The payment page could not be looked at: ${messageOf(thrown).split('\n')[0]}` };
  }
}

/** Looks; when the shop leads elsewhere because the cart is empty, puts something in and looks again. */
async function lookWithCart(context: BrowserContext, outside: Pick<Outside, 'random' | 'clock'>, wish: PageWish): Promise<PaymentPage> {
  const first = await look(context, outside, wish);
  if (!isElsewhere(first) || !wish.controlled) return first;
  await context.unrouteAll();
  const page = await context.newPage();
  const added = await fillCart(page, wish.shop.href).catch(() => false);
  await page.close();
  const second = added ? await look(context, outside, wish) : first;
  if (!isElsewhere(second)) return second;
  return { ...second, partial: `The payment page led elsewhere, to ${second.finalUrl}.` };
}

async function look(context: BrowserContext, outside: Pick<Outside, 'random' | 'clock'>, wish: PageWish): Promise<PaymentPage> {
  const shop = siteOf(wish.shop.href) ?? wish.shop.host;
  const page = await context.newPage();
  page.on('dialog', (dialog) => dialog.dismiss().catch(() => undefined));
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setUserAgentOverride', { userAgent: await agentFor(page, wish.controlled) });
  const scripts = await recordScripts(session, shop, wish.url);
  const requests = await recordRequests(page, session, shop);
  const answer = await page.goto(wish.url, { waitUntil: 'domcontentloaded', timeout: LOAD_MS });
  await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => undefined);
  const finalUrl = page.url();
  const before = await snapshotForms(page);
  const typed = new Set<string>();
  const values = makeCanaries(outside.random);
  const partial = wish.controlled ? await typeWithin(outside.clock, page, values, typed) : null;
  const after = await within(outside.clock, snapshotForms(page), 3_000).catch(() => before);
  return {
    url: wish.url,
    finalUrl,
    status: answer?.status() ?? 0,
    headers: answer?.headers() ?? {},
    scripts: await scripts.list(),
    hosts: requests.hosts(),
    forms: [...new Map([...before.forms, ...after.forms].map((form) => [form.action, form])).values()],
    frames: [...new Set([...before.frames, ...after.frames])],
    typed: [...typed],
    leaks: requests.leaks(asCanaries(values, [...typed])),
    partial: answer !== null && answer.status() >= 400 ? `The payment page answered ${answer.status()}.` : partial,
  };
}

async function typeWithin(
  clock: Outside['clock'],
  page: Page,
  values: ReadonlyMap<string, string>,
  typed: Set<string>,
): Promise<string | null> {
  await page.context().route('**/*', (route) => {
    const request = route.request();
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method());
    const leaves = request.isNavigationRequest() && request.frame() === page.mainFrame();
    return changes || leaves ? route.abort() : route.continue();
  });
  try {
    await within(
      clock,
      typeCanaries(page, values, (kind) => typed.add(kind)).then(() => pressPay(page)),
      TYPE_MS,
    );
    await page.waitForTimeout(AFTER_MS);
    return null;
  } catch (thrown) {
    return `The look at the payment page was cut short: ${messageOf(thrown).split('\n')[0]}`;
  }
}

/** With control proven the page sees an ordinary browser, for scripts that steal hide from others; else it sees who we are. */
async function agentFor(page: Page, controlled: boolean): Promise<string> {
  const agent = String(await page.evaluate('navigator.userAgent')).replace('HeadlessChrome', 'Chrome');
  return controlled ? agent : `${agent} ${USER_AGENT}`;
}

async function within<T>(clock: Outside['clock'], work: Promise<T>, ms: number): Promise<T> {
  const controller = new AbortController();
  const late = clock.sleep(ms, controller.signal).then(() => Promise.reject(new Error(`it took longer than ${ms / 1_000} s`)));
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    controller.abort();
  }
}
