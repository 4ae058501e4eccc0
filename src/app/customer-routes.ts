import { Hono } from 'hono';
import { csrf } from '#web/csrf.ts';
import { limitBody } from '#web/limit-body.ts';
import type { WebEnv } from '#web/types.ts';

/** Pages for people who are not signed in: small bodies, forms from our own pages only, no cookie. */
export function customerRoutes(...rooms: readonly (() => Hono<WebEnv>)[]): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(limitBody({ signedIn: false }), csrf({ sessionOf: () => null, anonymous: 'origin' }));
  for (const routes of rooms) app.route('/', routes());
  return app;
}
