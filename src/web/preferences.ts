import { type Context, Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { asLocale } from './negotiate-locale.ts';
import type { WebEnv } from './types.ts';

const YEAR = 365 * 24 * 60 * 60;

/** `POST /theme` and `POST /language`: what a person chose, kept in their browser. Mount at `/` behind `csrf`. */
export function preferences(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.post('/theme', async (c) => {
    const form = await c.req.parseBody();
    const theme = form.theme;
    if (theme === 'light' || theme === 'dark') setCookie(c, 'shopbell_theme', theme, kept(c));
    else deleteCookie(c, 'shopbell_theme', { path: '/' });
    return c.redirect(safeBack(form.back), 303);
  });
  app.post('/language', async (c) => {
    const form = await c.req.parseBody();
    const wish = form.language;
    const locale = typeof wish === 'string' ? asLocale(wish) : null;
    if (locale) setCookie(c, 'shopbell_lang', locale, kept(c));
    return c.redirect(safeBack(form.back), 303);
  });
  return app;
}

function kept(c: Context<WebEnv>) {
  const secure = c.var.house.publicUrl.startsWith('https:');
  return { path: '/', maxAge: YEAR, sameSite: 'Lax', httpOnly: true, secure } as const;
}

/** A path on this server to go back to; anything else becomes the front page. */
export function safeBack(wish: unknown): string {
  if (typeof wish !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wish) || wish.includes('\\')) return '/';
  return wish;
}
