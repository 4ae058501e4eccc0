import type { Exchange, Got } from '../inspection.ts';
import { shownOf } from '../page-text.ts';
import { linksOf, pageKinds, pagesAmong } from '../page-words.ts';
import type { CrossOrigin, SampledPage } from '../site.ts';
import type { Fetch } from './fetch-page.ts';
import type { Show } from './show-page.ts';

const MOST_BYTES = 1024 * 1024;

/** Fetches a product, the cart, the sign-in and the pages of law and contact that the home page links to, each once. */
export async function collectPages(fetch: Fetch, home: Got<Exchange>, show: Show): Promise<SampledPage[]> {
  if (home.kind === 'unknown') return [];
  const { finalUrl } = home.value;
  const found = pagesAmong(linksOf(shownOf(home.value), finalUrl), new URL(finalUrl).origin);
  const answers = new Map<string, Promise<Got<Exchange>>>();
  const pages: SampledPage[] = [];
  for (const kind of pageKinds) {
    const link = found.get(kind);
    if (link === undefined) continue;
    const answer = answers.get(link.url) ?? fetch(link.url, { maxBytes: MOST_BYTES }).then(show);
    answers.set(link.url, answer);
    pages.push({ kind, answer: await answer });
  }
  return pages;
}

/** Asks the home page, and the cart if there is one, in the name of foreign sites: a GET that any page of the web can make. */
export async function collectCrossOrigin(fetch: Fetch, home: Got<Exchange>, pages: readonly SampledPage[]): Promise<CrossOrigin[]> {
  if (home.kind === 'unknown') return [];
  const host = new URL(home.value.finalUrl).hostname;
  const cart = pages.find(({ kind }) => kind === 'cart')?.answer;
  const wishes = [
    { from: 'foreign', origin: 'https://foreign.shopbell.invalid', url: home.value.finalUrl },
    { from: 'null', origin: 'null', url: home.value.finalUrl },
    { from: 'look-alike', origin: `https://${host}.shopbell.invalid`, url: home.value.finalUrl },
    ...(cart?.kind === 'got' ? [{ from: 'foreign', origin: 'https://foreign.shopbell.invalid', url: cart.value.finalUrl } as const] : []),
  ] as const;
  const asked: CrossOrigin[] = [];
  for (const wish of wishes) {
    const answer = await fetch(wish.url, { maxBytes: 1_024, headers: { origin: wish.origin } });
    asked.push({ ...wish, answer: answer.kind === 'unknown' ? answer : { kind: 'got', value: wordOf(answer.value) } });
  }
  return asked;
}

function wordOf({ headers }: Exchange) {
  return {
    allowed: headers['access-control-allow-origin'] ?? null,
    withCredentials: /^\s*true\s*$/i.test(headers['access-control-allow-credentials'] ?? ''),
    vary: headers.vary ?? null,
  };
}
