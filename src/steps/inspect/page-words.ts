import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { attributeOf, piecesOf } from './page-pieces.ts';

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

/** Characters of what a link says that are read. */
const MOST_INNER = 2_000;

/** The links of a page to pages over HTTP, in their order, without fragments. */
export function linksOf(body: string, base: string): readonly Link[] {
  const links: Link[] = [];
  let open: { readonly tag: string; readonly inside: string[]; size: number } | null = null;
  let hidden = 0;
  for (const piece of piecesOf(body)) {
    if (piece.kind === 'tag' && piece.name === 'template') hidden = Math.max(0, hidden + (piece.isEnd ? -1 : 1));
    if (hidden > 0) continue;
    if (piece.kind === 'tag' && piece.name === 'a') {
      if (open !== null && piece.isEnd && open.size <= MOST_INNER) links.push(...linkOf(open.tag, open.inside, base));
      open = piece.isEnd ? null : { tag: piece.tag, inside: [], size: 0 };
    } else if (open !== null) {
      const said = piece.kind === 'tag' ? spokenOf(piece.tag) : piece.kind === 'text' ? [piece.text] : [];
      open.size += piece.kind === 'tag' ? piece.tag.length : piece.text.length;
      if (open.size <= MOST_INNER) open.inside.push(...said);
    }
  }
  return links;
}

function linkOf(tag: string, inside: readonly string[], base: string): readonly Link[] {
  const href = attributeOf(tag, 'href');
  const url = href === null ? null : URL.parse(href.replaceAll('&amp;', '&'), base);
  if (url === null || !/^https?:$/.test(url.protocol)) return [];
  url.hash = '';
  const text = [...inside, ...spokenOf(tag)].join(' ').replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
  return [{ url: url.href, text }];
}

/** What a tag says to people: a picture's text, a title. */
function spokenOf(tag: string): string[] {
  return ['alt', 'title', 'aria-label'].flatMap((name) => attributeOf(tag, name) ?? []);
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
