import { accountPattern, accountWords } from '../../account-words.ts';
import type { Exchange, Got } from '../../inspection.ts';
import { shownOf } from '../../page-text.ts';
import type { Fetch } from '../fetch-page.ts';
import { siteOf } from '../site-of.ts';
import { type Link, linkFor } from './read-page.ts';

/** The page on which customers sign in, by a link of the home page, else where platforms keep it; `null`: none was found. */
export async function findSignIn(fetch: Fetch, home: Exchange): Promise<string | null> {
  const linked = linkFor(linksIn(home), 'signIn');
  if (linked !== null) return linked;
  const origin = new URL(home.finalUrl).origin;
  for (const path of accountWords().paths) {
    const answer = await fetch(`${origin}${path}`, { maxBytes: 400_000 });
    if (answer.kind === 'unknown') return null;
    if (answer.value.status < 400 && asksPassword(answer)) return `${origin}${path}`;
  }
  return null;
}

/** A password field in the page itself is the proof: a shop that answers every name has none everywhere. */
function asksPassword(answer: Got<Exchange>): boolean {
  return answer.kind === 'got' && /<input\b[^>]*\btype\s*=\s*["']?password/i.test(answer.value.body);
}

/** Links of a page to its own site, read from its markup: no browser is needed for shops without accounts. */
function linksIn(page: Exchange): Link[] {
  const { finalUrl } = page;
  const links: Link[] = [];
  for (const [, attributes = '', inner = ''] of shownOf(page).matchAll(/<a\b([^>]{0,2000})>([\s\S]{0,2000}?)<\/a>/gi)) {
    const href = /\bhref\s*=\s*["']([^"']+)["']/i.exec(attributes)?.[1];
    const url = href === undefined ? null : URL.parse(href.replaceAll('&amp;', '&'), finalUrl);
    if (!url || siteOf(url.href) !== siteOf(finalUrl)) continue;
    const label = /\b(?:aria-label|title)\s*=\s*["']([^"']+)["']/i.exec(attributes)?.[1] ?? '';
    const text = inner
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    links.push({ url: url.href, text: text || label });
  }
  return links.filter(({ url, text }) => !new RegExp(accountPattern('signOut'), 'iu').test(text) && !/logout|sign-?out/i.test(url));
}
