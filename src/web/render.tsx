import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { WebEnv } from './types.ts';
import { type View, ViewContext } from './view-context.ts';

/** The view of this request, for components. */
function viewOf(c: Context<WebEnv>): View {
  const { t, locale, csrf, timeZone } = c.var;
  return { t, locale, csrf, timeZone: timeZone ?? 'UTC', url: new URL(c.req.url) };
}

/** A whole document as text, for whoever serves it elsewhere than in an answer. */
export async function renderText(view: View, document: Child): Promise<string> {
  const text = await (<ViewContext.Provider value={view}>{document}</ViewContext.Provider>);
  return String(await html`<!doctype html>${text}`);
}

/** Answers with a whole document. */
export async function renderDocument(c: Context<WebEnv>, document: Child, status: number): Promise<Response> {
  return c.body(await renderText(viewOf(c), document), status as 200, { 'Content-Type': 'text/html; charset=UTF-8' });
}
