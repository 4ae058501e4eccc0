import type { Exchange } from './exchange.ts';
import { linksOf } from './page-words.ts';

/** With less text or fewer links a page has not said what it is. */
const LITTLE_TEXT = 400;
const FEW_LINKS = 3;

/** A page as people see it: after its scripts have run, where that was looked at. */
export function shownOf({ shown, body }: Pick<Exchange, 'shown' | 'body'>): string {
  return shown ?? body;
}

/** The text that people read. */
export function textOf(body: string): string {
  return body
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<(script|style|template|noscript)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<\/?(br|p|div|li|tr|td|th|h\d|ul|section|footer|header|address|a|option)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
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
