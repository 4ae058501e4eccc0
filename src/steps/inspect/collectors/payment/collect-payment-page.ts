import type { BrowserContext } from 'playwright-core';
import { messageOf } from '#kernel/errors.ts';
import { type Got, isElsewhere, type PaymentPage } from '../../inspection.ts';
import type { Outside, PagePicture } from '../collect-options.ts';
import { type Visitors, visitorsIn } from './country-of-visitors.ts';
import { lookAtPage } from './look-at-page.ts';
import { mergeLooks } from './merge-looks.ts';
import { desk, type PageLook, phone } from './page-looks.ts';
import { openScriptReader, type ScriptReader } from './read-scripts.ts';
import type { LookWish } from './watch-page.ts';
import { openAt, type PageWish, walkThere } from './ways.ts';
import { within } from './within.ts';

/** What is wished, with what the looks share. */
type Wish = PageWish & { readonly reader: ScriptReader };

/** Each part has its own limit; whatever happens between them, an inspection goes on after this. */
const LOOK_MS = 300_000;

type Means = Pick<Outside, 'browser' | 'journeys' | 'random' | 'clock'>;

/**
 * Looks at the payment page in fresh browsers: scripts, hosts, forms, frames; with proven control also types made-up values and
 * watches where they go, at a desk and on a phone, for thieves hide from some. No order is placed, and nothing is bought.
 */
export async function collectPaymentPage(outside: Means, wish: PageWish): Promise<Got<PaymentPage>> {
  const looks = wish.controlled ? [desk, phone] : [desk];
  const reader = openScriptReader();
  const all = await Promise.all(looks.map(async (look) => ({ look: look.name, got: await lookOnce(outside, { ...wish, reader }, look) })));
  const [first, ...others] = all;
  if (first === undefined || first.got.kind === 'unknown') return first?.got ?? { kind: 'unknown', reason: 'nobody looked' };
  return { kind: 'got', value: mergeLooks({ look: first.look, page: first.got.value }, others) };
}

async function lookOnce(outside: Means, wish: Wish, look: PageLook): Promise<Got<PaymentPage>> {
  try {
    const visitors = visitorsOf(wish);
    const locale = look.local && visitors !== null ? { locale: visitors.locale } : {};
    const options = { allowPrivate: wish.allowPrivate, ignoreCertificateErrors: wish.allowPrivate, baseUrl: wish.shop.href, ...locale };
    const value = await outside.browser.withContext(options, (context) =>
      within(outside.clock, lookOneWayOrAnother(context, outside, wish, look), LOOK_MS),
    );
    return { kind: 'got', value };
  } catch (thrown) {
    return { kind: 'unknown', reason: `The payment page could not be looked at: ${messageOf(thrown).split('\n')[0]}` };
  }
}

/** Only with control: else the browser says who it is and nothing more. */
function visitorsOf({ controlled, country, timeZone }: PageWish): Visitors | null {
  return controlled && country !== undefined ? visitorsIn(country, timeZone) : null;
}

/** By the journey that is given; else by its address; and when the shop leads elsewhere from there (an empty cart), as customers get there. */
async function lookOneWayOrAnother(context: BrowserContext, outside: Means, wish: Wish, look: PageLook): Promise<PaymentPage> {
  const pictures: PagePicture[] = [];
  const { shop, controlled, reader, onPicture } = wish;
  const asked = {
    ...{ shop, controlled, reader, look, visitors: visitorsOf(wish) },
    ...(onPicture ? { onPicture: pictures.push.bind(pictures) } : {}),
  };
  const page = await lookBy(context, outside, wish, asked);
  for (const picture of pictures.slice(-1)) onPicture?.(picture);
  return page;
}

async function lookBy(context: BrowserContext, outside: Means, wish: Wish, asked: LookWish): Promise<PaymentPage> {
  if (wish.controlled && (wish.journey || wish.url === null)) return lookAtPage(context, outside, asked, walkThere(outside, wish));
  const first = await lookAtPage(context, outside, asked, openAt(wish.url ?? wish.shop.href));
  if (!isElsewhere(first) || !wish.controlled) return first;
  await context.unrouteAll();
  // What that look left open costs a process each.
  await Promise.all(context.pages().map((page) => page.close().catch(() => undefined)));
  const second = await lookAtPage(context, outside, asked, walkThere(outside, wish));
  if (second.partial === null) return second;
  return { ...second, partial: `The payment page led elsewhere, to ${first.finalUrl}. ${second.partial}` };
}
