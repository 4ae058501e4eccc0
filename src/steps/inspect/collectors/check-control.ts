import { getDomain } from 'tldts';
import { attributeOf, startTagsOf } from '../page-pieces.ts';
import type { CollectOptions, Outside } from './collect-options.ts';
import { openFetch } from './fetch-page.ts';

/** Looks for the word in the three places where an owner may put it. Returns the first that shows it. */
export async function checkControl(
  outside: Pick<Outside, 'http' | 'resolver'>,
  options: Pick<CollectOptions, 'url' | 'allowPrivate'>,
  token: string,
): Promise<'file' | 'dns' | 'meta' | null> {
  const fetch = openFetch(outside, options, async () => undefined);
  const origin = new URL(options.url).origin;
  const file = await fetch(`${origin}/.well-known/shopbell.txt`, { maxBytes: 1_000, maxRedirects: 0 });
  if (file.kind === 'got' && file.value.status === 200 && file.value.body.trim() === token) return 'file';
  const home = await fetch(options.url);
  const metas = home.kind === 'got' ? startTagsOf(home.value.body, ['meta']) : [];
  if (metas.some(({ tag }) => attributeOf(tag, 'name') === 'shopbell' && attributeOf(tag, 'content') === token)) return 'meta';
  const domain = getDomain(new URL(options.url).hostname);
  const txt = domain === null ? null : await outside.resolver.ask(`_shopbell.${domain}`, 'TXT');
  return txt?.kind === 'records' && txt.records.includes(token) ? 'dns' : null;
}
