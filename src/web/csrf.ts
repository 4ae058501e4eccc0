import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { ShopbellError } from '#kernel/errors.ts';
import type { WebEnv } from './types.ts';

export interface CsrfOptions {
  /** What the token is tied to: the id of the session, or null when nobody is signed in. */
  readonly sessionOf: (c: Context<WebEnv>) => string | null | Promise<string | null>;
  /**
   * What happens without a session. `cookie` (unless said) ties the token to a cookie of its own: for signing in and setting up.
   * `origin` sets no cookie and checks only where the form came from: for customers' pages, where no session can be abused.
   */
  readonly anonymous?: 'cookie' | 'origin';
}

const COOKIE = 'shopbell_form';
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses forms that other sites send: by where the browser says they come from, and by a token tied to the session.
 * Sets `c.var.csrf`. Needs `c.var.house` and `c.var.scope` before it. Throws FORM_STALE.
 */
export function csrf({ sessionOf, anonymous = 'cookie' }: CsrfOptions) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const session = await sessionOf(c);
    const token = session !== null ? tokenOf(c, session) : anonymous === 'cookie' ? cookieToken(c) : '';
    c.set('csrf', token);
    if (!safe.has(c.req.method)) {
      if (!isOwnOrigin(c.req.raw.headers, c.var.house.publicUrl, c.req.url)) throw new ShopbellError('FORM_STALE');
      if (token !== '' && !equal(await sentToken(c), token)) throw new ShopbellError('FORM_STALE');
    }
    await next();
  });
}

function tokenOf(c: Context<WebEnv>, session: string): string {
  return c.var.house.secrets.mac(c.var.scope.org, 'form', session);
}

function cookieToken(c: Context<WebEnv>): string {
  const known = getCookie(c, COOKIE);
  if (known !== undefined && /^[A-Za-z0-9_-]{43}$/.test(known)) return known;
  const fresh = Buffer.from(c.var.house.random.bytes(32)).toString('base64url');
  setCookie(c, COOKIE, fresh, { httpOnly: true, sameSite: 'Strict', path: '/', secure: c.var.house.publicUrl.startsWith('https:') });
  return fresh;
}

/** Whether the browser says that this request comes from one of our own pages. A browser that says nothing is judged by the token. */
export function isOwnOrigin(headers: Headers, publicUrl: string, requestUrl: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  if (origin === null) return true;
  // A proxy speaks TLS for us: at a host of its own a page is known by the host alone.
  return origin === new URL(publicUrl).origin || URL.parse(origin)?.host === new URL(requestUrl).host;
}

async function sentToken(c: Context<WebEnv>): Promise<string> {
  const header = c.req.header('x-csrf-token');
  if (header !== undefined) return header;
  const type = c.req.header('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded') && !type.startsWith('multipart/form-data')) return '';
  const sent = (await c.req.parseBody())._csrf;
  return typeof sent === 'string' ? sent : '';
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
