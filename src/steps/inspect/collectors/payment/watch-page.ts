import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { type Outside, type PagePicture, USER_AGENT } from '../collect-options.ts';
import { attachChildren } from './attach-children.ts';
import type { Visitors } from './country-of-visitors.ts';
import { hiddenFormsOf, makeCanaries, makeFurtherCards } from './make-canaries.ts';
import { type PageLook, phoneAgent, zoneAt } from './page-looks.ts';
import { quietConsole } from './quiet-console.ts';
import type { ScriptReader } from './read-scripts.ts';
import { type RequestRecorder, recordRequests } from './record-requests.ts';
import { recordScripts, type ScriptRecorder } from './record-scripts.ts';
import { brandsOf, seemOrdinary } from './seem-ordinary.ts';
import { watchDom } from './watch-dom.ts';
import { watchNatives } from './watch-natives.ts';
import { watchPeers } from './watch-peers.ts';

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

/** Opens an empty page with everything in place that watches what will be opened in it. */
export async function watchPage(context: BrowserContext, outside: Pick<Outside, 'clock' | 'random'>, wish: LookWish, shop: string) {
  const { opened, session } = await openPage(context, outside, wish);
  const key = Buffer.from(outside.random.bytes(9)).toString('base64url');
  if (wish.controlled) await seemOrdinary(session, { key, phone: wish.look.phone });
  if (wish.look.plain) await quietConsole(session, key);
  const requests = await recordRequests(context, opened, session, shop);
  const recording = { shop, pageUrl: () => opened.url(), askedBy: requests.askedBy, key, reader: wish.reader };
  const scripts = await recordScripts(session, recording);
  const peers = wish.controlled ? await watchPeers(session, key, requests, scripts.nameOf) : null;
  const children = await attachChildren(context, session, outside.clock.sleep, async (child) => {
    // All at once: of workers that have only just begun to run, as little as possible is missed.
    const { ready, read } = scripts.follow(child);
    await Promise.all([ready, requests.follow(child, read), peers?.follow(child)]);
  });
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
  return { opened, session, key, requests, scripts, peers, children, natives, dom, values, further, cards, arrived: arriving.stop };
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
