import type { Context } from 'hono';
import { fitOnSheet, printPaper, WIDEST } from '#engines/browser/print-paper.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { type CaseId, isId } from '#kernel/ids.ts';
import { readWallTime } from '#kernel/local-time.ts';
import type { WebEnv } from '#web/types.ts';

/** A paper brings its style along and loads nothing. */
const PAPER_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Answers with a paper as a page to print, or as PDF on one sheet. */
export async function sendPaper(c: Context<WebEnv>, html: string, format: 'html' | 'pdf', name: string): Promise<Response> {
  if (format === 'html') return c.html(html, 200, { 'cache-control': 'no-store', 'content-security-policy': PAPER_POLICY });
  const bytes = await printPaper(c.var.house.browser, html, { width: WIDEST, scale: fitOnSheet });
  return c.body(Buffer.from(bytes), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="${name}.pdf"`,
    'cache-control': 'no-store',
  });
}

/** The case that the address names. Throws NOT_FOUND. */
export function caseOf(c: Context<WebEnv>): CaseId {
  const id = c.req.param('id');
  if (!isId('case', id)) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  return id;
}

/** A time as a browser's field sends it, in the organisation's zone. Throws INPUT_INVALID. */
export function localInstant(c: Context<WebEnv>, name: string, field: unknown): string {
  const at = readWallTime(formText(field), c.var.timeZone ?? 'UTC');
  if (at === null) throw new ShopbellError('INPUT_INVALID', { reason: `${name}: choose day and time` });
  return at.toISOString();
}

/** A form's field as text; '' for what is none. */
export function formText(field: unknown): string {
  return typeof field === 'string' ? field : '';
}
