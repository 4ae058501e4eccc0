import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { messageOf } from '#kernel/errors.ts';
import { type Got, isElsewhere, type PaymentPage } from '../../inspection.ts';
import { type CollectOptions, type Outside, USER_AGENT } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import { asCanaries, canariesOf, makeCanaries, whoOf } from './make-canaries.ts';
import { type RequestRecorder, recordRequests } from './record-requests.ts';
import { recordScripts, type ScriptRecorder } from './record-scripts.ts';
import { pressPay, snapshotForms, typeCanaries } from './type-canaries.ts';

const LOAD_MS = 12_000;
const SETTLE_MS = 2_500;
const TYPE_MS = 12_000;
const AFTER_MS = 1_500;
const JOURNEY_MS = 60_000;

type Means = Pick<Outside, 'browser' | 'journeys' | 'random' | 'clock'>;

interface PageWish extends Pick<CollectOptions, 'allowPrivate' | 'controlled' | 'journey'> {
  /** The payment page; `null`: only the journey leads there. */
  readonly url: string | null;
  readonly shop: URL;
}

/**
 * Looks at the payment page in a fresh browser: scripts, hosts, forms, frames; with proven control also types made-up values
 * and watches where they go. While typing, nothing but GET leaves the browser and the page cannot navigate away, so no order is placed.
 */
export async function collectPaymentPage(outside: Means, wish: PageWish): Promise<Got<PaymentPage>> {
  try {
    const options = { allowPrivate: wish.allowPrivate, ignoreCertificateErrors: wish.allowPrivate, baseUrl: wish.shop.href };
    const value = await outside.browser.withContext(options, (context) => lookOneWayOrAnother(context, outside, wish));
    return { kind: 'got', value };
  } catch (thrown) {
    return { kind: 'unknown', reason: `The payment page could not be looked at: ${messageOf(thrown).split('\n')[0]}` };
  }
}

/** By the journey that is given; else by its address; and when the shop leads elsewhere from there (an empty cart), as customers get there. */
async function lookOneWayOrAnother(context: BrowserContext, outside: Means, wish: PageWish): Promise<PaymentPage> {
  if (wish.controlled && (wish.journey || wish.url === null)) return look(context, outside, wish, walkThere(outside, wish));
  const first = await look(context, outside, wish, open(wish.url ?? wish.shop.href));
  if (!isElsewhere(first) || !wish.controlled) return first;
  await context.unrouteAll();
  const second = await look(context, outside, wish, walkThere(outside, wish));
  if (second.partial === null) return second;
  return { ...second, partial: `The payment page led elsewhere, to ${first.finalUrl}. ${second.partial}` };
}

/** How a page was brought to the payment page. */
interface Arrival {
  readonly url: string;
  readonly page: Page;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Fields that took made-up values on the way. */
  readonly filled: readonly string[];
  readonly stuck: string | null;
}
type Way = (page: Page, values: ReadonlyMap<string, string>) => Promise<Arrival>;

function open(url: string): Way {
  return async (page) => {
    const answer = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: LOAD_MS });
    const status = answer?.status() ?? 0;
    const stuck = status >= 400 ? `The payment page answered ${status}.` : null;
    return { url, page, status, headers: answer?.headers() ?? {}, filled: [], stuck };
  };
}

/** As customers get there, with the made-up values as the buyer’s, so that a script which takes them on the way is seen too. */
function walkThere({ journeys }: Pick<Outside, 'journeys'>, wish: PageWish): Way {
  return async (page, values) => {
    const last = { status: 0, headers: {} as Readonly<Record<string, string>> };
    page.on('response', (answer) => {
      const isPage = answer.request().isNavigationRequest() && answer.frame() === page.mainFrame();
      if (isPage) Object.assign(last, { status: answer.status(), headers: answer.headers() });
    });
    const walk = await journeys.walk(page.context(), page, {
      ...{ source: wish.journey || journeys.checkout, name: 'journey', baseUrl: wish.shop.href, allowPrivate: wish.allowPrivate },
      ...{ secrets: {}, mayOrder: false, maxMs: JOURNEY_MS, who: whoOf(values) },
    });
    const arrived = walk.outcome === 'passed';
    return {
      ...{ url: walk.page.url(), page: walk.page, ...last },
      filled: canariesOf(walk.filled),
      stuck: arrived ? null : `The journey to the payment page got stuck: ${walk.reason}`,
    };
  };
}

async function look(context: BrowserContext, outside: Means, wish: PageWish, way: Way): Promise<PaymentPage> {
  const shop = siteOf(wish.shop.href) ?? wish.shop.host;
  const opened = await context.newPage();
  opened.on('dialog', (dialog) => dialog.dismiss().catch(() => undefined));
  const session = await context.newCDPSession(opened);
  await session.send('Emulation.setUserAgentOverride', { userAgent: await agentFor(opened, wish.controlled) });
  const scripts = await recordScripts(session, shop, () => opened.url());
  const requests = await recordRequests(opened, session, shop);
  const arriving = await forgetPagesBefore(session, scripts, requests);
  const values = makeCanaries(outside.random);
  const { page, filled, stuck, ...arrived } = await way(opened, values);
  arriving.stop();
  await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => undefined);
  const finalUrl = page.url();
  const before = await snapshotForms(page);
  const typed = new Set<string>(filled);
  const partial = wish.controlled ? await typeWithin(outside.clock, page, values, typed) : null;
  const after = await within(outside.clock, snapshotForms(page), 3_000).catch(() => before);
  return {
    ...{ ...arrived, finalUrl },
    ...(await scripts.list()),
    hosts: requests.hosts(),
    forms: [...new Map([...before.forms, ...after.forms].map((form) => [form.action, form])).values()],
    frames: [...new Set([...before.frames, ...after.frames])],
    typed: [...typed],
    leaks: requests.leaks(asCanaries(values, [...typed])),
    partial: stuck ?? partial,
  };
}

/** Only the page at the end is the payment page; what was sent on the way counts all the same. Afterwards a page that is pressed away stays. */
async function forgetPagesBefore(session: CDPSession, scripts: ScriptRecorder, requests: RequestRecorder): Promise<{ stop(): void }> {
  let arrived = false;
  session.on('Page.frameNavigated', ({ frame }) => {
    if (arrived || frame.parentId !== undefined) return;
    scripts.reset();
    requests.reset();
  });
  await session.send('Page.enable');
  return {
    stop: () => {
      arrived = true;
    },
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
