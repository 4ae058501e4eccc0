import type { Page } from 'playwright-core';
import type { CollectOptions, Outside } from '../collect-options.ts';
import { canariesOf, whoOf } from './make-canaries.ts';
import type { PageLook } from './page-looks.ts';

const LOAD_MS = 12_000;
const JOURNEY_MS = 60_000;

export interface PageWish extends Pick<CollectOptions, 'allowPrivate' | 'controlled' | 'journey' | 'country' | 'timeZone' | 'onPicture'> {
  /** The payment page; `null`: only the journey leads there. */
  readonly url: string | null;
  readonly shop: URL;
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

export type Way = (page: Page, values: ReadonlyMap<string, string>, look: PageLook) => Promise<Arrival>;

/** By its address. */
export function openAt(url: string): Way {
  return async (page, _values, { referrer, twice }) => {
    const go = () =>
      page.goto(url, { waitUntil: 'domcontentloaded', timeout: LOAD_MS, ...(referrer === null ? {} : { referer: referrer }) });
    let answer = await go();
    if (twice) {
      await page.waitForTimeout(1_000);
      answer = await go();
    }
    const status = answer?.status() ?? 0;
    const stuck = status >= 400 ? `The payment page answered ${status}.` : null;
    return { url, page, status, headers: answer?.headers() ?? {}, filled: [], stuck };
  };
}

/** As customers get there, with the made-up values as the buyer’s, so that a script which takes them on the way is seen too. */
export function walkThere({ journeys }: Pick<Outside, 'journeys'>, wish: PageWish): Way {
  return async (page, values, { twice }) => {
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
    const url = walk.page.url();
    if (arrived && twice) await walk.page.reload({ waitUntil: 'domcontentloaded', timeout: LOAD_MS }).catch(() => undefined);
    return {
      ...{ url, page: walk.page, ...last },
      filled: canariesOf(walk.filled),
      stuck: arrived ? null : `The journey to the payment page got stuck: ${walk.reason}`,
    };
  };
}
