import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { productFiles } from '#engines/files/product-files.ts';
import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { AskLimit } from '#web/limit-asks.ts';
import type { WebEnv } from '#web/types.ts';
import { acceptStatusPush } from '../verbs/accept-status-push.ts';
import { leaveStatusPush } from '../verbs/leave-status-push.ts';
import { findStatusPage } from './read-served.ts';
import type { StatusPage } from './store.ts';

type Ask = Context<WebEnv>;

/** As a browser writes its subscription (`PushSubscription.toJSON`); what else it says is not kept. */
const subscriptionShape = z.object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) });
const endpointShape = z.object({ endpoint: z.string() });

/** News in the browser, below a page's address: the worker, and what it and the page tell us. `slugOf` says which page. */
export function addPushRoutes(app: Hono<WebEnv>, at: string, slugOf: (c: Ask) => string, limit: AskLimit): void {
  const worker = productFiles.read('src/web/workers/status-push-worker.js').toString('utf8');
  app.get(`${at}/push-worker.js`, (c) =>
    c.body(worker, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }),
  );
  const take = async <T>(c: Ask, shape: z.ZodType<T>, run: (scope: Scope, page: StatusPage, told: T) => Promise<unknown>) => {
    const page = await findStatusPage(c.var.house, slugOf(c));
    if (page === null) return c.json({ error: 'NOT_FOUND' }, 404);
    const seconds = limit.take(page.shop, c.var.clientAddress ?? 'unknown', c.var.house.clock.now().getTime());
    if (seconds > 0) return c.json({ error: 'TOO_MANY' }, 429, { 'Retry-After': String(seconds) });
    const told = shape.safeParse(await c.req.json().catch(() => null));
    if (!told.success) return c.json({ error: 'INPUT_INVALID' }, 400);
    const scope = { house: c.var.house, org: page.org, actor: { kind: 'customer', id: 'public', role: 'public' } } as const;
    try {
      await run(scope, page, told.data);
      return c.body(null, 204);
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
      return c.json({ error: thrown.code }, 400);
    }
  };
  app.post(`${at}/push`, (c) =>
    take(c, subscriptionShape, (scope, { shop }, { endpoint, keys }) =>
      acceptStatusPush(scope, { shop, target: { endpoint, p256dh: keys.p256dh, auth: keys.auth }, language: c.var.locale }),
    ),
  );
  app.post(`${at}/push/leave`, (c) =>
    take(c, endpointShape, (scope, { shop }, { endpoint }) => leaveStatusPush(scope, { shop, endpoint })),
  );
}
