import type { Inspection } from '../../inspection.ts';
import { attributeOf, startTagsOf } from '../../page-pieces.ts';
import { isFilledByScripts, shownOf, textOf } from '../../page-text.ts';
import { linksOf, type PageKind } from '../../page-words.ts';
import { type Judgement, unknown } from '../check.ts';
import { pagesOf } from '../pages-of.ts';

/** What the pages of a shop say about who keeps it. */
export interface ShopSays {
  readonly url: string;
  /** Two letters, by the page itself; empty: it does not say. */
  readonly lang: string;
  /** The home page as it was sent. */
  readonly body: string;
  /** The pages of law and contact as they were sent, the home page among them. */
  readonly bodies: readonly string[];
  /** The text of home and the pages of law and contact, in one. */
  readonly text: string;
  /** Names of the pages that `text` was read from, for people: `home, imprint and terms`. */
  readonly looked: string;
  readonly links: readonly { readonly url: string; readonly text: string }[];
  /** Kinds of pages that a link leads to and that answer. */
  readonly has: ReadonlySet<PageKind>;
  /** A page that is linked, or the foot of the home page, could not be read: what is not found may stand there. */
  readonly unread: string | null;
  /** The foot of the home page, where such pages are linked, was not read. */
  readonly cut: string | null;
}

const FEW_LINKS = 3;

/** Judges what the shop says, or says why it could not be read. A page that only scripts fill says nothing. */
export function withShop(inspection: Inspection, judge: (shop: ShopSays) => Judgement): Judgement {
  const { home, pages } = inspection;
  if (home.kind === 'unknown') return unknown(home.reason);
  if (home.value.status >= 400) return unknown(`The home page answered ${home.value.status}.`);
  const { finalUrl } = home.value;
  const body = shownOf(home.value);
  const links = linksOf(body, finalUrl);
  if (links.length < FEW_LINKS && isFilledByScripts(home.value)) {
    const why = home.value.unshown === undefined ? '' : ` (${home.value.unshown})`;
    return unknown(`The home page shows its links only with scripts, and a browser did not show them either${why}.`);
  }
  const kinds: readonly PageKind[] = ['imprint', 'contact', 'terms', 'privacy', 'returns'];
  const seen = pagesOf(inspection, kinds);
  const failed = pages.find(
    ({ kind, answer }) => kinds.includes(kind) && (answer.kind === 'unknown' || answer.value.truncated || isRefusal(answer.value.status)),
  );
  // Links to imprint and terms stand at the foot, the part that is cut off.
  const cut = home.value.truncated ? 'the home page was not read to its end, where such pages are linked' : null;
  const has = new Set(pages.flatMap(({ kind, answer }) => (answer.kind === 'got' && answer.value.status < 400 ? [kind] : [])));
  return judge({
    ...{ url: finalUrl, body, links, has, cut },
    lang: (attributeOf(startTagsOf(body, ['html'])[0]?.tag ?? '', 'lang') ?? '').slice(0, 2).toLowerCase(),
    bodies: seen.map(({ page }) => shownOf(page)),
    text: seen.map(({ page }) => textOf(shownOf(page))).join('\n'),
    looked: listed(['home', ...kinds.filter((kind) => seen.some((page) => page.kind === kind))]),
    unread: failed === undefined ? cut : `the page “${failed.kind}” could not be read`,
  });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A page that does not exist is an answer; one that is kept from us or failed may say anything. */
function isRefusal(status: number): boolean {
  return status >= 500 || [401, 403, 429].includes(status);
}
