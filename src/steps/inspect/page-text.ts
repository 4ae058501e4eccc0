import type { Exchange } from './exchange.ts';
import { piecesOf } from './page-pieces.ts';
import { linksOf } from './page-words.ts';

/** With less text or fewer links a page has not said what it is. */
const LITTLE_TEXT = 400;
const FEW_LINKS = 3;

/** A page as people see it: after its scripts have run, where that was looked at. */
export function shownOf({ shown, body }: Pick<Exchange, 'shown' | 'body'>): string {
  return shown ?? body;
}

const BLOCKS = /^(br|p|div|li|tr|td|th|h\d|ul|section|footer|header|address|a|option)$/;
const UNREAD: ReadonlySet<string> = new Set(['template', 'noscript']);
const RAW_READ: ReadonlySet<string> = new Set(['title', 'textarea']);

/** The text that people read. */
export function textOf(body: string): string {
  const parts: string[] = [];
  let hidden = 0;
  for (const piece of piecesOf(body)) {
    if (piece.kind === 'tag' && UNREAD.has(piece.name)) hidden = Math.max(0, hidden + (piece.isEnd ? -1 : 1));
    if (hidden > 0) continue;
    if (piece.kind === 'text' || (piece.kind === 'raw' && RAW_READ.has(piece.name))) parts.push(piece.text);
    else parts.push(piece.kind === 'tag' && BLOCKS.test(piece.name) ? '\n' : piece.kind === 'raw' ? ' ' : '');
  }
  return parts
    .join('')
    .replace(/&nbsp;|&#160;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&copy;|&#169;/g, '©')
    .replace(/[ \t]+/g, ' ');
}

/** Whether a page, as it came, says little beside its scripts. */
export function isFilledByScripts({ status, headers, body, finalUrl }: Exchange): boolean {
  if (status >= 400 || !/<script\b/i.test(body) || !/html/i.test(headers['content-type'] ?? 'text/html')) return false;
  return textOf(body).trim().length < LITTLE_TEXT || linksOf(body, finalUrl).length < FEW_LINKS;
}
