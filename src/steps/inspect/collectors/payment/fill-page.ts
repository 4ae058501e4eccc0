import type { Frame as BrowserFrame, CDPSession, Page, Route } from 'playwright-core';
import { messageOf } from '#kernel/errors.ts';
import type { Canary } from '../../checks/payment/find-canary.ts';
import { isPaymentHost } from '../../payment-hosts.ts';
import type { Outside } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import { otherWaysToPay } from './choose-way-to-pay.ts';
import { copyText } from './copy-text.ts';
import type { FurtherCards } from './make-canaries.ts';
import type { PageLook } from './page-looks.ts';
import type { PageTime } from './page-time.ts';
import { pasteInto } from './paste-into.ts';
import { pressPay, type TypeWish, typeCanaries, typeIntoFrame } from './type-canaries.ts';
import type { DomWatcher } from './watch-dom.ts';
import type { NativeWatcher } from './watch-natives.ts';
import { within } from './within.ts';

const TYPE_MS = 20_000;
/** Ordinarily four; more only where the page or the machine is slow. */
const AGAIN_MS = 20_000;
const AFTER_MS = 700;
const ROUND_MS = 350;
/** Those who watch for tools look every half a second or second. */
const TOOLS_MS = 1_200;
/** Fields that come when a way to pay is chosen, or late. */
const LATE_MS = 8_000;
const COMES_MS = 500;
/** As fingers type. */
const KEY_MS = 22;

interface Filling {
  readonly key: string;
  readonly values: ReadonlyMap<string, string>;
  readonly further: FurtherCards;
  readonly typed: Set<string>;
  /** What the fields made of the values. */
  readonly kept: Canary[];
  /** Fields that took a value. */
  readonly known: Set<number>;
  readonly inFrames: { readonly url: string; readonly fields: readonly string[] }[];
  readonly time: PageTime;
  readonly look: PageLook;
  readonly shop: string;
  readonly dom: DomWatcher;
  readonly natives: NativeWatcher;
}

/** Types, pastes and presses while nothing that changes data leaves the browser. Returns why it was cut short, or null. */
export async function fillPage(clock: Outside['clock'], page: Page, session: CDPSession, filling: Filling): Promise<string | null> {
  await page.context().route('**/*', (route) => letThrough(route, page));
  try {
    await within(clock, fillOnce(page, session, filling), TYPE_MS);
    await page.waitForTimeout(AFTER_MS);
    await within(clock, fillLate(page, session, filling), LATE_MS).catch(() => undefined);
    const again = await within(clock, fillAgain(page, session, filling), AGAIN_MS).then(
      () => null,
      (thrown) => `The card was not typed as often as it should be: ${messageOf(thrown).split('\n')[0]}`,
    );
    // What waits for a quiet moment, and what that brings in, comes now.
    for (let round = 0; round < 3; round++) await filling.time.advance(40_000, 900);
    await page.waitForTimeout(AFTER_MS / 2);
    return again;
  } catch (thrown) {
    // A page that is held up for so long does not answer for long; what it sent until now counts.
    return `The look at the payment page was cut short: ${messageOf(thrown).split('\n')[0]}`;
  }
}

async function letThrough(route: Route, page: Page): Promise<void> {
  const request = route.request();
  try {
    // The first request of a window that a page opens belongs to no frame yet; what it carries is recorded, and it goes nowhere.
    const leaves = request.isNavigationRequest() && (!hasFrame(request) || request.frame() === page.mainFrame());
    // “No content” keeps the page where it is; a refusal would put an error in its place.
    if (leaves) await route.fulfill({ status: 204 });
    else if (['GET', 'HEAD', 'OPTIONS'].includes(request.method())) await route.continue();
    else await route.abort();
  } catch {
    // Its page is gone: so is the request.
  }
}

function hasFrame(request: ReturnType<Route['request']>): boolean {
  try {
    return request.frame() !== null;
  } catch {
    return false;
  }
}

function wishFor({ key, values, typed, kept, known, look }: Filling): TypeWish {
  return {
    ...{ key, values, known },
    keyMs: look.slow ? KEY_MS : 0,
    onTyped: (kind, held) => {
      typed.add(kind);
      kept.push({ field: kind, value: held.trim() });
    },
    pass: async () => undefined,
  };
}

async function fillOnce(page: Page, session: CDPSession, filling: Filling): Promise<void> {
  const { key, inFrames, shop } = filling;
  const wish = wishFor(filling);
  await typeCanaries(page, session, wish);
  for (const frame of page.frames().filter((item) => isOpenFrame(item, page, shop))) {
    const fields = await typeIntoFrame(frame, wish).catch(() => []);
    if (fields.length > 0) inFrames.push({ url: frame.url(), fields });
  }
  await copyText(page, session, key);
  await pressPay(page, session, key);
}

/** Fields that were not there at first: put in late, or when another way to pay is chosen. */
async function fillLate(page: Page, session: CDPSession, filling: Filling): Promise<void> {
  const { key, known } = filling;
  const fillNew = async (): Promise<void> => {
    const before = known.size;
    await typeCanaries(page, session, { ...wishFor(filling), onlyNew: true });
    if (known.size > before) await pressPay(page, session, key);
  };
  await fillNew();
  for (const choose of await otherWaysToPay(page, session, key)) {
    await choose();
    await page.waitForTimeout(COMES_MS);
    await fillNew();
  }
}

/** The card once more, each time another: pasted instead of typed; while developer tools seem open, and closed again; a minute later. */
async function fillAgain(page: Page, session: CDPSession, filling: Filling): Promise<void> {
  const { key, further, typed, look, dom, natives, time } = filling;
  if (!typed.has('card')) return;
  const wish = wishFor(filling);
  const round = async (card: string, turn: Partial<TypeWish> = {}): Promise<void> => {
    await typeCanaries(page, session, { ...wish, ...turn, values: new Map([['card', card]]) });
    await pressPay(page, session, key);
    await page.waitForTimeout(ROUND_MS);
  };
  await round(further.pasted, { put: (value) => pasteInto(page, session, dom, value) });
  if (look.slow) {
    // From here on the page's time stands still except when it is moved.
    for (let minute = 0; minute < 2; minute++) await time.advance(30_000, 900);
    await round(further.later, { pass: () => time.advance(400, 300) });
    await time.advance(1_000, 300);
  }
  if (look.plain) return;
  await natives.seemOpen(true);
  try {
    await page.waitForTimeout(TOOLS_MS);
    await round(further.whileOpen);
  } finally {
    await natives.seemOpen(false);
  }
  await page.waitForTimeout(TOOLS_MS);
  await round(further.afterwards);
}

/** A frame that customers could take for the page’s own, not one of a known payment provider. */
function isOpenFrame(frame: BrowserFrame, page: Page, shop: string): boolean {
  if (frame === page.mainFrame() || frame.isDetached()) return false;
  const host = URL.parse(frame.url())?.host ?? '';
  return siteOf(frame.url()) === shop || !isPaymentHost(host);
}
