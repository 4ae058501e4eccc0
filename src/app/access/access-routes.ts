import { Hono } from 'hono';
import type { Identity } from '#engines/identity/types.ts';
import type { WebEnv } from '#web/types.ts';
import { accountRoutes } from './account-routes.tsx';
import { connectRoutes } from './connect-routes.tsx';
import { invitationRoutes } from './invitation-routes.tsx';
import { keysRoutes } from './keys-routes.tsx';
import { passkeyRoutes } from './passkey-routes.ts';
import { peopleRoutes } from './people-routes.tsx';
import { secondFactorRoutes } from './second-factor-routes.tsx';
import { setupRoutes } from './setup-routes.tsx';
import { shopsRoutes } from './shops-routes.tsx';
import { signInRoutes } from './sign-in-routes.tsx';

/**
 * The pages before the console: `/setup`, `/sign-in`, `/second-factor`, `/passkey/*`, `/invitation`. Mount at `/` behind
 * `csrf({ sessionOf: () => null })`: their forms are tied to a cookie, since there is no full session yet.
 */
export function doorRoutes(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  for (const routes of [setupRoutes, signInRoutes, secondFactorRoutes, passkeyRoutes, invitationRoutes]) app.route('/', routes(identity));
  return app;
}

/**
 * The console's own settings: `/account`, `/settings/*`. Mount at `/` behind `requirePerson(identity)` and
 * `csrf({ sessionOf: (c) => c.var.session?.id ?? null })`.
 */
export function settingsRoutes(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.route('/', accountRoutes(identity));
  for (const routes of [shopsRoutes, connectRoutes, peopleRoutes, keysRoutes]) app.route('/', routes());
  return app;
}
