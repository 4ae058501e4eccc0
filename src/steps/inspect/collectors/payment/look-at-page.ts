import type { BrowserContext, Frame as BrowserFrame, CDPSession, Page } from 'playwright-core';
import { messageOf } from '#kernel/errors.ts';
import type { Canary } from '../../checks/payment/find-canary.ts';
import type { PaymentPage } from '../../inspection.ts';
import { isPaymentHost } from '../../payment-hosts.ts';
import { type Outside, USER_AGENT } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import { copyText } from './copy-text.ts';
import type { Visitors } from './country-of-visitors.ts';
import { hintLeaks } from './hint-leaks.ts';
import { listListeners } from './list-listeners.ts';
import { asCanaries, makeCanaries } from './make-canaries.ts';
import { type PageLook, phoneAgent, zoneAt } from './page-looks.ts';
import { openPageTime, type PageTime } from './page-time.ts';
import { quietConsole } from './quiet-console.ts';
import type { ScriptReader } from './read-scripts.ts';
import { type RequestRecorder, recordRequests } from './record-requests.ts';
import { recordScripts, type ScriptRecorder } from './record-scripts.ts';
import { pressPay, typeCanaries, typeIntoFrame } from './type-canaries.ts';
import { watchDom } from './watch-dom.ts';
import { watchNatives } from './watch-natives.ts';
import type { Way } from './ways.ts';

const SETTLE_MS = 2_500;
const TYPE_MS = 20_000;
const AFTER_MS = 700;

export interface LookWish {
  readonly shop: URL;
  readonly controlled: boolean;
  readonly look: PageLook;
  /** Whom the browser presents itself as; `null`: as nobody in particular. */
  readonly visitors: Visitors | null;
  /** Shared by the looks at one page. */
  readonly reader: ScriptReader;
}

/**
 * One look at the payment page in a fresh context, brought there by `way`: scripts, hosts, forms, frames; with proven control also
 * types made-up values and watches where they go. While typing, nothing but GET leaves the browser and the page cannot navigate away.
 */
export async function lookAtPage(
  context: BrowserContext,
  outside: Pick<Outside, 'clock' | 'random'>,
  wish: LookWish,
  way: Way,
): Promise<PaymentPage> {
  const shop = siteOf(wish.shop.href) ?? wish.shop.host;
  const { opened, session } = await openPage(context, outside, wish);
  const key = Buffer.from(outside.random.bytes(9)).toString('base64url');
  if (wish.look.plain) await quietConsole(session, key);
  const requests = await recordRequests(context, opened, session, shop);
  const scripts = await recordScripts(session, shop, () => opened.url(), { askedBy: requests.askedBy, key, reader: wish.reader });
  const values = makeCanaries(outside.random);
  const natives = await watchNatives(
    session,
    { key, held: [...values.values()].filter((value) => value.length > 5), plain: wish.look.plain },
    scripts.nameOf,
  );
  const dom = await watchDom(session, key);
  const arriving = await forgetPagesBefore(session, scripts, requests);
  const { page, filled, stuck, ...arrived } = await way(opened, values, wish.look);
  arriving.stop();
  await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => undefined);
  const finalUrl = page.url();
  const before = await dom.look();
  const typed = new Set<string>(filled);
  const kept: Canary[] = [];
  const inFrames: { readonly url: string; readonly fields: readonly string[] }[] = [];
  const time = openPageTime(session, outside.clock);
  const partial = wish.controlled
    ? await typeWithin(outside.clock, page, session, { key, values, typed, kept, inFrames, time, look: wish.look, shop })
    : null;
  const after = (await within(outside.clock, dom.look(), 3_000).catch(() => null)) ?? before;
  await natives.stop();
  const listeners = wish.controlled ? await within(outside.clock, listListeners(session, scripts.nameOf), 4_000).catch(() => []) : [];
  const words = (before?.words ?? []).filter((word) => ![...values.values()].includes(word));
  return {
    ...{ ...arrived, finalUrl },
    ...(await scripts.list()),
    hosts: await requests.hosts(scripts.nameOf),
    forms: [...new Map([...(before?.forms ?? []), ...(after?.forms ?? [])].map((form) => [form.action, form])).values()],
    frames: (after?.frames ?? []).map((frame) => ({
      ...frame,
      fields: inFrames.find(({ url }) => url === frame.url)?.fields ?? frame.fields,
    })),
    typed: [...typed],
    leaks: [
      ...(await requests.leaks(
        [...asCanaries(values, [...typed]), ...kept.filter(({ value }) => value.length >= 10)],
        words,
        scripts.nameOf,
      )),
      ...hinted(after?.changes ?? [], values, shop),
    ],
    uses: [...(await natives.uses()), ...listeners],
    tricks: [...(await natives.tricks()), ...serviceWorkers(context)],
    changes: after?.changes ?? [],
    onlyIn: {},
    partial: stuck ?? partial ?? (before === null ? 'The page did not answer when it was asked what stands in it.' : null),
  };
}

async function openPage(
  context: BrowserContext,
  { clock }: Pick<Outside, 'clock'>,
  { look, controlled, visitors }: LookWish,
): Promise<{ readonly opened: Page; readonly session: CDPSession }> {
  const opened = await context.newPage();
  opened.on('dialog', (dialog) => dialog.dismiss().catch(() => undefined));
  const session = await context.newCDPSession(opened);
  const agent = String(await opened.evaluate('navigator.userAgent')).replace('HeadlessChrome', 'Chrome');
  // With control proven the page sees an ordinary browser, for scripts that steal hide from others; else it sees who we are.
  const seen = look.phone ? phoneAgent(agent) : agent;
  await session.send('Emulation.setUserAgentOverride', {
    userAgent: controlled ? seen : `${seen} ${USER_AGENT}`,
    ...(look.phone ? { platform: 'Linux armv8l' } : {}),
  });
  if (look.phone) {
    await session.send('Emulation.setDeviceMetricsOverride', { width: 390, height: 844, deviceScaleFactor: 3, mobile: true });
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  }
  const zone = look.hour !== null ? zoneAt(clock.now(), look.hour) : look.local ? visitors?.timeZone : undefined;
  if (zone !== undefined) await session.send('Emulation.setTimezoneOverride', { timezoneId: zone });
  return { opened, session };
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

interface Typing {
  readonly key: string;
  readonly values: ReadonlyMap<string, string>;
  readonly typed: Set<string>;
  /** What the fields made of the values. */
  readonly kept: Canary[];
  readonly inFrames: { readonly url: string; readonly fields: readonly string[] }[];
  readonly time: PageTime;
  readonly look: PageLook;
  readonly shop: string;
}

async function typeWithin(clock: Outside['clock'], page: Page, session: CDPSession, typing: Typing): Promise<string | null> {
  await page.context().route('**/*', (route) => {
    const request = route.request();
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method());
    const leaves = request.isNavigationRequest() && request.frame() === page.mainFrame();
    // “No content” keeps the page where it is; a refusal would put an error in its place.
    if (leaves) return route.fulfill({ status: 204 });
    return changes ? route.abort() : route.continue();
  });
  try {
    await within(clock, typeAll(page, session, typing), TYPE_MS);
    await page.waitForTimeout(AFTER_MS);
    // What waits for a quiet moment, and what that brings in, comes now.
    for (let round = 0; round < 3; round++) await typing.time.advance(40_000, 900);
    await page.waitForTimeout(AFTER_MS / 2);
    return null;
  } catch (thrown) {
    return `The look at the payment page was cut short: ${messageOf(thrown).split('\n')[0]}`;
  }
}

async function typeAll(page: Page, session: CDPSession, { key, values, typed, kept, inFrames, time, look, shop }: Typing): Promise<void> {
  if (look.slow) for (let round = 0; round < 2; round++) await time.advance(30_000, 900);
  const wish = {
    key,
    values,
    onTyped: (kind: string, held: string) => {
      typed.add(kind);
      kept.push({ field: kind, value: held.trim() });
    },
    pass: async () => {
      if (look.slow) await time.advance(400, 300);
    },
  };
  await typeCanaries(page, session, wish);
  for (const frame of page.frames().filter((item) => isOpenFrame(item, page, shop))) {
    const fields = await typeIntoFrame(frame, wish).catch(() => []);
    if (fields.length > 0) inFrames.push({ url: frame.url(), fields });
  }
  await copyText(page, session, key);
  await pressPay(page, session, key);
}

/** A frame that customers could take for the page’s own, not one of a known payment provider. */
function isOpenFrame(frame: BrowserFrame, page: Page, shop: string): boolean {
  if (frame === page.mainFrame() || frame.isDetached()) return false;
  const host = URL.parse(frame.url())?.host ?? '';
  return siteOf(frame.url()) === shop || !isPaymentHost(host);
}

/** Names that the page wants looked up early: data travels in them, though no request is made here. */
function hinted(changes: PaymentPage['changes'], values: ReadonlyMap<string, string>, shop: string): PaymentPage['leaks'] {
  const canaries = asCanaries(values, [...values.keys()]);
  return changes
    .filter(({ what, to }) => what === 'hint' && siteOf(to) !== shop)
    .flatMap(({ to, detail }) => hintLeaks(to, detail, canaries));
}

function serviceWorkers(context: BrowserContext): PaymentPage['tricks'] {
  return context.serviceWorkers().map((worker) => ({ script: null, what: 'service worker' as const, detail: worker.url() }));
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
