import type { Exchange, Got } from '../inspection.ts';
import type { Fetch } from './fetch-page.ts';

/** The same fetch for several collectors of one look: what one of them got whole, the next is not fetched again for. */
export function rememberFetch(fetch: Fetch): Fetch {
  const known = new Map<string, Got<Exchange>>();
  return async (url, wish = {}) => {
    const isPlain = wish.headers === undefined && wish.maxRedirects === undefined && wish.as === undefined;
    const before = isPlain ? known.get(url) : undefined;
    if (before !== undefined) return before;
    const answer = await fetch(url, wish);
    if (isPlain && answer.kind === 'got' && !answer.value.truncated) known.set(url, answer);
    return answer;
  };
}
