import { accountPattern, accountWords } from '../../account-words.ts';
import type { Exchange, Got } from '../../inspection.ts';
import { attributeOf, startTagsOf } from '../../page-pieces.ts';
import { shownOf } from '../../page-text.ts';
import { linksOf } from '../../page-words.ts';
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
  return (
    answer.kind === 'got' && startTagsOf(answer.value.body, ['input']).some(({ tag }) => /^password$/i.test(attributeOf(tag, 'type') ?? ''))
  );
}

/** Links of a page to its own site, read from its markup: no browser is needed for shops without accounts. */
function linksIn(page: Exchange): Link[] {
  const { finalUrl } = page;
  const links = linksOf(shownOf(page), finalUrl).filter(({ url }) => siteOf(url) === siteOf(finalUrl));
  return links.filter(({ url, text }) => !new RegExp(accountPattern('signOut'), 'iu').test(text) && !/logout|sign-?out/i.test(url));
}
