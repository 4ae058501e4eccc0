import { Hono } from 'hono';
import { notFound } from './render.tsx';
import { accountRoutes } from './routes/account-routes.tsx';
import { adminRoutes } from './routes/admin-routes.tsx';
import { apiRoutes } from './routes/api-routes.ts';
import { basketRoutes } from './routes/basket-routes.tsx';
import { goodsRoutes } from './routes/goods-routes.tsx';
import { plainRoutes } from './routes/plain-routes.ts';
import { webhookRoutes } from './routes/webhook-routes.ts';
import type { ShopParts } from './shop-env.ts';

/** The shop as one Hono app. */
export function makeShopApp(parts: ShopParts): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    if (parts.weaknesses.missingHeaders) return;
    c.header(
      'content-security-policy',
      `default-src 'self'; script-src 'self' ${parts.links.scripts}; frame-ancestors 'none'; form-action 'self'`,
    );
    c.header('x-content-type-options', 'nosniff');
    c.header('x-frame-options', 'DENY');
    c.header('referrer-policy', 'strict-origin-when-cross-origin');
  });
  for (const routes of [plainRoutes, goodsRoutes, basketRoutes, accountRoutes, apiRoutes, webhookRoutes]) app.route('/', routes(parts));
  app.route('/', adminRoutes(parts));
  app.notFound((c) => notFound(c, parts));
  app.onError((error, c) => {
    console.error('practice shop:', error);
    return c.text('Something fell off the shelf.', 500);
  });
  return app;
}
