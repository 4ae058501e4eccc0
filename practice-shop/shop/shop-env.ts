import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Audit } from './open-audit.ts';
import type { Session, Sessions } from './open-sessions.ts';
import type { Store } from './open-store.ts';
import type { Weaknesses } from './weaknesses.ts';

/** What the shop's routes work with. */
export interface ShopParts {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly weaknesses: Weaknesses;
  readonly links: ShopLinks;
  /** Calls to neighbours that are not answered yet. */
  readonly calls: Set<Promise<void>>;
}

/** Addresses and secrets that the shop holds of others, and others of it. */
export interface ShopLinks {
  readonly shop: () => string;
  readonly gateway: string;
  readonly courier: string;
  readonly crm: string;
  readonly erp: string;
  readonly scripts: string;
  readonly webhookSecret: string;
  readonly directoryKey: string;
  /** Says that this really is the running practice shop that an attack was given. */
  readonly runToken: string;
}

const COOKIE = 'practice_session';

export function currentSession(c: Context, parts: ShopParts): Session | undefined {
  return parts.sessions.find(getCookie(c, COOKIE));
}

/** The visitor's session, started (with its cookie) when there is none. */
export function ensureSession(c: Context, parts: ShopParts): Session {
  return currentSession(c, parts) ?? freshSession(c, parts);
}

export function freshSession(c: Context, parts: ShopParts): Session {
  const session = parts.sessions.start();
  setCookie(c, COOKIE, session.token, parts.weaknesses.bareCookies ? { path: '/' } : { path: '/', httpOnly: true, sameSite: 'Lax' });
  return session;
}

export function endSession(c: Context, parts: ShopParts): void {
  const session = currentSession(c, parts);
  if (session && !parts.weaknesses.lastingSessions) parts.sessions.end(session.token);
  deleteCookie(c, COOKIE, { path: '/' });
}

/** The visitor's address as the access log has it. */
export function addressOf(c: Context): string {
  return c.req.header('x-practice-client') ?? '127.0.0.1';
}

/** Traffic of a monitor: it may look at everything and buys nothing. */
export function isSynthetic(c: Context): boolean {
  return c.req.header('x-synthetic') !== undefined || /\bshopbell\b/i.test(c.req.header('user-agent') ?? '');
}

export async function formOf(c: Context): Promise<Record<string, string>> {
  const body = await c.req.parseBody();
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, 500) : '']));
}
