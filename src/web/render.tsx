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

/** Answers with a whole document. */
export async function renderDocument(c: Context<WebEnv>, document: Child, status: number): Promise<Response> {
  const text = await (<ViewContext.Provider value={viewOf(c)}>{document}</ViewContext.Provider>);
  return c.body(String(await html`<!doctype html>${text}`), status as 200, { 'Content-Type': 'text/html; charset=UTF-8' });
}
