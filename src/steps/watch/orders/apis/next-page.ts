import type { Paging } from './api-shape.ts';
import { textAt } from './pick.ts';

/** Where a question stands between two pages. */
export interface PageState {
  readonly page?: number;
  readonly offset?: number;
  readonly cursor?: string;
  /** The whole address, when the answer says it. */
  readonly url?: string;
}

interface Answered {
  readonly body: unknown;
  readonly items: readonly unknown[];
  readonly headers: Readonly<Record<string, string>>;
  /** The address that was asked: what is told may be relative to it. */
  readonly url: string;
}

/** How the first page is asked for. */
export function firstPage(paging: Paging): PageState {
  if (paging.kind === 'page') return { page: paging.first };
  return paging.kind === 'offset' ? { offset: 0 } : {};
}

/** How the next page is asked for; `null` when this was the last. Pure. */
export function nextPage(paging: Paging, state: PageState, answered: Answered): PageState | null {
  const { body, items } = answered;
  const place = { item: body, whole: body };
  if (paging.kind === 'page') {
    const page = state.page ?? paging.first;
    const pages = paging.pages === undefined ? '' : textAt(paging.pages, place);
    const isLast = pages === '' ? items.length < paging.size : page - paging.first + 1 >= Number(pages);
    return isLast ? null : { page: page + 1 };
  }
  if (paging.kind === 'offset') return items.length < paging.size ? null : { offset: (state.offset ?? 0) + items.length };
  if (paging.kind === 'cursor') {
    if (paging.more !== undefined && textAt(paging.more, place) !== 'true') return null;
    const last = items.at(-1);
    const cursor = textAt(paging.from, paging.of === 'answer' ? place : { item: last, whole: last });
    return cursor === '' ? null : { cursor };
  }
  const told = paging.kind === 'next' ? textAt(paging.from, place) : paging.kind === 'link' ? linkedNext(answered.headers.link ?? '') : '';
  const url = told === '' ? null : URL.parse(told, answered.url);
  return url === null ? null : { url: url.href };
}

/** RFC 8288, as far as it says what comes next. */
function linkedNext(header: string): string {
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^>]*)>([^<]*)/g))
    if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s[^"]*)?"?\s*(?:[;,]|$)/i.test(parameters)) return target;
  return '';
}
