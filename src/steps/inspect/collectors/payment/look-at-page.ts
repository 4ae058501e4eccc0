import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Canary } from '../../checks/payment/find-canary.ts';
import type { PaymentPage } from '../../inspection.ts';
import { type Outside, type PagePicture, USER_AGENT } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import { takePicture } from '../take-picture.ts';
import type { Visitors } from './country-of-visitors.ts';
import { fillPage } from './fill-page.ts';
import { hintLeaks } from './hint-leaks.ts';
import { leavePage } from './leave-page.ts';
import { listListeners } from './list-listeners.ts';
import { asCanaries, hiddenFormsOf, makeCanaries, makeFurtherCards } from './make-canaries.ts';
import { type PageLook, phoneAgent, zoneAt } from './page-looks.ts';
import { openPageTime } from './page-time.ts';
import { quietConsole } from './quiet-console.ts';
import type { ScriptReader } from './read-scripts.ts';
import { type RequestRecorder, recordRequests } from './record-requests.ts';
import { recordScripts, type ScriptRecorder } from './record-scripts.ts';
import { brandsOf, seemOrdinary } from './seem-ordinary.ts';
import { shyOfTools } from './shy-of-tools.ts';
import { watchDom } from './watch-dom.ts';
import { watchNatives } from './watch-natives.ts';
import type { Way } from './ways.ts';
import { within } from './within.ts';

const SETTLE_MS = 2_500;
const STOP_MS = 2_000;
/** Pages that hold everything up answer nothing. */
const LEAVE_MS = 6_000;
const PICTURE_MS = 5_000;

export interface LookWish {
  readonly shop: URL;
  readonly controlled: boolean;
  readonly look: PageLook;
  /** Whom the browser presents itself as; `null`: as nobody in particular. */
  readonly visitors: Visitors | null;
  /** Shared by the looks at one page. */
  readonly reader: ScriptReader;
  /** Gets a picture of the page before it is left. */
  readonly onPicture?: (picture: PagePicture) => void;
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
  if (wish.controlled) await seemOrdinary(session, { key, phone: wish.look.phone });
  if (wish.look.plain) await quietConsole(session, key);
  const requests = await recordRequests(context, opened, session, shop);
  const scripts = await recordScripts(session, shop, () => opened.url(), { askedBy: requests.askedBy, key, reader: wish.reader });
  const values = makeCanaries(outside.random);
  const further = makeFurtherCards(outside.random);
  const cards = [values.get('card') ?? '', ...Object.values(further)];
  const natives = await watchNatives(
    session,
    {
      ...{ key, plain: wish.look.plain, secret: cards, hidden: cards.flatMap(hiddenFormsOf) },
      held: [...values.values(), ...cards].filter((value) => value.length > 5),
      sleep: (ms) => outside.clock.sleep(ms),
    },
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
  const filling = { key, values, further, typed, kept, inFrames, time, look: wish.look, shop, dom, natives };
  const partial = wish.controlled ? await fillPage(outside.clock, page, session, filling) : null;
  const after = (await within(outside.clock, dom.look(), 3_000).catch(() => null)) ?? before;
  await within(outside.clock, natives.stop(), STOP_MS).catch(() => undefined);
  const listeners = wish.controlled ? await within(outside.clock, listListeners(session, scripts.nameOf), 4_000).catch(() => []) : [];
  const seen = { ...(await scripts.list()), hosts: await requests.hosts(scripts.nameOf), workers: serviceWorkers(context) };
  if (wish.onPicture !== undefined) {
    const picture = await within(outside.clock, takePicture(page), PICTURE_MS).catch(() => null);
    if (picture !== null) wish.onPicture(picture);
  }
  if (wish.controlled) await within(outside.clock, leavePage(page, session, key, wish.shop), LEAVE_MS).catch(() => undefined);
  const words = (before?.words ?? []).filter((word) => ![...values.values()].includes(word));
  const again = cards.filter((value) => value !== further.whileOpen).map((value) => ({ field: 'card', value }));
  const sought = [
    ...asCanaries(values, [...typed]),
    ...(typed.has('card') ? again.slice(1) : []),
    ...kept.filter(({ value }) => value.length >= 10),
  ];
  const { workers, ...listed } = seen;
  return {
    ...{ ...arrived, finalUrl },
    ...listed,
    forms: [...new Map([...(before?.forms ?? []), ...(after?.forms ?? [])].map((form) => [form.action, form])).values()],
    frames: (after?.frames ?? []).map((frame) => ({
      ...frame,
      fields: inFrames.find(({ url }) => url === frame.url)?.fields ?? frame.fields,
    })),
    typed: [...typed],
    leaks: [...(await requests.leaks(sought, words, scripts.nameOf)), ...hinted(after?.changes ?? [], values, shop)],
    uses: [...(await natives.uses()), ...listeners],
    tricks: [...(await natives.tricks()), ...workers, ...(await shyOfTools(requests, further, scripts.nameOf))],
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
    ...(controlled
      ? {
          userAgentMetadata: {
            brands: brandsOf(agent),
            ...{ platform: look.phone ? 'Android' : 'Linux', platformVersion: look.phone ? '10' : '6.1.0' },
            ...{ architecture: look.phone ? '' : 'x86', model: look.phone ? 'K' : '', mobile: look.phone },
          },
        }
      : {}),
  });
  if (look.phone) {
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 390,
      height: 844,
      screenWidth: 390,
      screenHeight: 844,
      deviceScaleFactor: 3,
      mobile: true,
    });
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
