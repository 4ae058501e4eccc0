import type { Context } from 'hono';
import type { Visitor } from '#engines/identity/types.ts';
import { storable } from '#kernel/storable.ts';
import type { WebEnv } from '#web/types.ts';

/** Where a request comes from, for identity. Forwarded headers count only from proxies that the operator named. */
export function visitorOf(c: Context<WebEnv>): Visitor {
  return { cookie: c.req.header('cookie') ?? '', address: c.var.clientAddress ?? 'unknown', agent: c.req.header('user-agent') ?? '' };
}

/** The request's visitor with the cookies that an answer just set. */
export function withCookies(visitor: Visitor, cookies: readonly string[]): Visitor {
  const fresh = cookies.map((cookie) => cookie.split(';')[0] ?? '');
  return { ...visitor, cookie: [...fresh, visitor.cookie].filter((part) => part !== '').join('; ') };
}

/** Puts whole Set-Cookie values into the answer. */
export function setCookies(c: Context<WebEnv>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
}

/** A place inside this console to go on to; anything that could lead elsewhere becomes the overview. */
export function safeNext(text: string | undefined): string {
  if (text === undefined || !/^\/(?![/\\])[!-~]*$/.test(text) || text.includes('\\')) return '/';
  const base = 'http://shopbell.invalid';
  return URL.canParse(text, base) && new URL(text, base).origin === base ? text : '/';
}

/** The text fields of a form; files and repeated fields are left out. */
export async function readFields(c: Context<WebEnv>): Promise<Readonly<Record<string, string>>> {
  const body = await c.req.parseBody();
  return storable(Object.fromEntries(Object.entries(body).filter((pair): pair is [string, string] => typeof pair[1] === 'string')));
}
