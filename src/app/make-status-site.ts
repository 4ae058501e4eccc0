import type { Hono } from 'hono';
import { hostLeaveRoutes, hostRoutes } from '#steps/watch/public-routes.tsx';
import { limitBody } from '#web/limit-body.ts';
import type { Web } from '#web/open-web.ts';
import type { WebEnv } from '#web/types.ts';
import { customerRoutes } from './customer-routes.ts';

/** A status page at a host of its own, with what customers' pages need and not one route more. Sets no cookie. */
export function makeStatusSite(app: Hono<WebEnv>, web: Web): Hono<WebEnv> {
  app.notFound((c) => c.text('There is nothing at this address.\n', 404));
  app.route('/', web.assets.publicRoutes());
  app.use('/leave/*', limitBody({ signedIn: false }));
  app.route('/', hostLeaveRoutes());
  app.route('/', customerRoutes(hostRoutes));
  return app;
}
