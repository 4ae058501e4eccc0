import type { Exchange, Inspection } from '../inspection.ts';
import { attributeOf, startTagsOf } from '../page-pieces.ts';
import type { PageKind } from '../page-words.ts';

export interface SeenPage {
  readonly kind: 'home' | PageKind;
  readonly page: Exchange;
}

/** The home page and those of the sampled ones that answered as pages, each address once. */
export function pagesOf({ home, pages }: Inspection, kinds: readonly PageKind[] = ['product', 'cart', 'sign-in']): readonly SeenPage[] {
  const sampled = pages.flatMap(({ kind, answer }) =>
    answer.kind === 'got' && kinds.includes(kind) ? [{ kind, page: answer.value }] : [],
  );
  const all: SeenPage[] = [...(home.kind === 'got' ? [{ kind: 'home' as const, page: home.value }] : []), ...sampled];
  const seen = new Set<string>();
  return all.filter(({ page }) => page.status < 400 && !seen.has(page.finalUrl) && Boolean(seen.add(page.finalUrl)));
}

/** What a page loads from other sites by a tag: attributes and address. Comments do not count. */
export function loadsOf(
  { body, finalUrl }: Exchange,
  tags: readonly string[],
): readonly { readonly tag: string; readonly attributes: string; readonly url: string }[] {
  return startTagsOf(body, tags).flatMap(({ name, tag }) => {
    const source = attributeOf(tag, '(?:src|href)');
    const url = source === null ? null : URL.parse(source.replaceAll('&amp;', '&'), finalUrl);
    return url && /^https?:$/.test(url.protocol) ? [{ tag: name, attributes: tag, url: url.href }] : [];
  });
}
