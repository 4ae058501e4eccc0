import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { WebEnv } from './types.ts';
import { type View, ViewContext } from './view-context.ts';

/** The view of this request, for components. */
export function viewOf(c: Context<WebEnv>): View {
  const { t, locale, csrf, timeZone } = c.var;
  return { t, locale, csrf, timeZone: timeZone ?? 'UTC', url: new URL(c.req.url) };
}

/** Answers with a piece of a page (for live updates): the components in it see the request's language and form token. */
export async function fragment(c: Context<WebEnv>, body: Child, status: 200 | 201 | 400 | 404 | 409 = 200): Promise<Response> {
  const text = await (<ViewContext.Provider value={viewOf(c)}>{body}</ViewContext.Provider>);
  return c.html(String(text), status);
}

/** Answers with a whole document. */
export async function renderDocument(c: Context<WebEnv>, document: Child, status: number): Promise<Response> {
  const text = await (<ViewContext.Provider value={viewOf(c)}>{document}</ViewContext.Provider>);
  return c.body(String(await html`<!doctype html>${text}`), status as 200, { 'Content-Type': 'text/html; charset=UTF-8' });
}
