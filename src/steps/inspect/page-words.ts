import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

export const pageKinds = ['product', 'cart', 'sign-in', 'imprint', 'terms', 'privacy', 'returns', 'contact'] as const;
export type PageKind = (typeof pageKinds)[number];

const wordsShape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.string(),
  never: z.string(),
  kinds: z.array(z.strictObject({ kind: z.enum(pageKinds), words: z.array(z.string()), path: z.string() })),
});

export interface Link {
  readonly url: string;
  /** What it says, its picture's text and its title included. */
  readonly text: string;
}

/** The links of a page to pages over HTTP, in their order, without fragments. */
export function linksOf(body: string, base: string): readonly Link[] {
  const plain = body.replace(/<!--[\s\S]*?-->/g, '').replace(/<(script|style|template)\b[\s\S]*?<\/\1>/gi, '');
  return [...plain.matchAll(/<a\b([^>]*)>([\s\S]{0,2000}?)<\/a>/gi)].flatMap(([, attributes = '', inner = '']) => {
    const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(attributes);
    const url = URL.parse((href?.[1] ?? href?.[2] ?? href?.[3] ?? '').replaceAll('&amp;', '&'), base);
    if (href === null || url === null || !/^https?:$/.test(url.protocol)) return [];
    url.hash = '';
    const spoken = [...`${attributes} ${inner}`.matchAll(/\b(?:alt|title|aria-label)\s*=\s*["']([^"']*)/gi)].map(([, text = '']) => text);
    const text = [inner.replace(/<[^>]*>/g, ' '), ...spoken].join(' ').replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
    return [{ url: url.href, text }];
  });
}

/** The first link of each kind within the same host; a link that may change something is never taken. */
export function pagesAmong(links: readonly Link[], origin: string): ReadonlyMap<PageKind, Link> {
  const { never, kinds } = readData('signatures/page-words.yaml', wordsShape);
  const safe = links.filter(({ url }) => new URL(url).origin === origin && !new RegExp(never, 'i').test(url));
  const found = new Map<PageKind, Link>();
  for (const { kind, words, path } of kinds) {
    const pattern = new RegExp(path, 'i');
    const says = safe.find(({ text }) => words.some((word) => speaks(text, word)));
    const leads = safe.find(({ url }) => pattern.test(decoded(url.slice(origin.length))));
    const link = says ?? leads;
    if (link) found.set(kind, link);
  }
  return found;
}

function speaks(text: string, word: string): boolean {
  const lower = text.toLowerCase();
  if (lower.length > 60) return false;
  return /[\u3040-\u30ff\u4e00-\u9fff]/.test(word)
    ? lower.includes(word)
    : new RegExp(`(^|[^\\p{L}])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}([^\\p{L}]|$)`, 'u').test(lower);
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
