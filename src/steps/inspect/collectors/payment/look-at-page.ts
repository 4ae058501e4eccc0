import type { BrowserContext } from 'playwright-core';
import type { Canary } from '../../checks/payment/find-canary.ts';
import type { PaymentPage } from '../../inspection.ts';
import type { Outside } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import { takePicture } from '../take-picture.ts';
import { fillPage } from './fill-page.ts';
import { hintLeaks } from './hint-leaks.ts';
import { leavePage } from './leave-page.ts';
import { listListeners } from './list-listeners.ts';
import { asCanaries } from './make-canaries.ts';
import { openPageTime } from './page-time.ts';
import { shyOfTools } from './shy-of-tools.ts';
import { type LookWish, watchPage } from './watch-page.ts';
import type { Way } from './ways.ts';
import { within } from './within.ts';

const SETTLE_MS = 2_500;
const STOP_MS = 2_000;
/** Pages that hold everything up answer nothing. */
const LEAVE_MS = 6_000;
const PICTURE_MS = 5_000;

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
  const watched = await watchPage(context, outside, wish, shop);
  const { opened, session, key, requests, scripts, peers, natives, dom, values, further, cards } = watched;
  const { page, filled, stuck, ...arrived } = await way(opened, values, wish.look);
  watched.arrived();
  await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => undefined);
  const finalUrl = page.url();
  const before = await dom.look();
  const typed = new Set<string>(filled);
  const kept: Canary[] = [];
  const inFrames: { readonly url: string; readonly fields: readonly string[] }[] = [];
  const time = openPageTime(session, outside.clock);
  const filling = { key, values, further, typed, kept, known: new Set<number>(), inFrames, time, look: wish.look, shop, dom, natives };
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
  await watched.children.stop();
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
    tricks: [
      ...(await natives.tricks()),
      ...((await peers?.tricks()) ?? []),
      ...workers,
      ...listed.hosts.flatMap(transports),
      ...(await shyOfTools(requests, further, scripts.nameOf)),
    ],
    changes: after?.changes ?? [],
    onlyIn: {},
    partial: stuck ?? partial ?? (before === null ? 'The page did not answer when it was asked what stands in it.' : null),
  };
}

/** Names that the page wants looked up early: data travels in them, though no request is made here. */
function hinted(changes: PaymentPage['changes'], values: ReadonlyMap<string, string>, shop: string): PaymentPage['leaks'] {
  const canaries = asCanaries(values, [...values.keys()]);
  return changes
    .filter(({ what, to }) => what === 'hint' && siteOf(to) !== shop)
    .flatMap(({ to, detail }) => hintLeaks(to, detail, canaries));
}

/** Sessions whose content no browser tells: nobody sees what goes through. */
function transports({ host, party, scripts, channels }: PaymentPage['hosts'][number]): PaymentPage['tricks'] {
  if (party === 'first' || !channels.includes('web transport')) return [];
  return (scripts.length > 0 ? scripts : [null]).map((script) => ({
    script,
    what: 'direct connection' as const,
    detail: `WebTransport to ${host}`,
  }));
}

function serviceWorkers(context: BrowserContext): PaymentPage['tricks'] {
  return context.serviceWorkers().map((worker) => ({ script: null, what: 'service worker' as const, detail: worker.url() }));
}
