import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { listShops } from '#registry/index.ts';
import { applyChecks, type CheckFiles, checkLine, listChecks, planChecks } from '#steps/watch/index.ts';
import { authoriseKey } from './access/authorise-key.ts';

const MOST_BYTES = 20_000_000;

/** What programs may ask and set with an API key: `Authorization: Bearer …`. */
export function apiRoutes(house: House): Hono {
  const app = new Hono();
  const onError = (): never => {
    throw new ShopbellError('TOO_LARGE', { what: 'The body', limit: MOST_BYTES });
  };
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError }));
  app.get('/checks', async (c) => {
    const { holder } = await authoriseKey(house, c.req.raw.headers, 'look');
    const { checks, shops } = await house.state.inOrg(holder.org, async (db) => ({
      checks: await listChecks(db, holder.org),
      shops: new Map((await listShops(db)).map((shop) => [shop.id, shop.name])),
    }));
    const own = checks.filter((check) => holder.shop === null || check.shop === holder.shop);
    return c.json({ checks: own.map((check) => checkLine(check, shops.get(check.shop) ?? check.shop)) });
  });
  for (const [path, verb] of [
    ['/checks/plan', planChecks],
    ['/checks/apply', applyChecks],
  ] as const) {
    app.post(path, async (c) => {
      const { holder, scope } = await authoriseKey(house, c.req.raw.headers, 'set-checks');
      const body: unknown = await c.req.json().catch(() => null);
      if (typeof body !== 'object' || body === null) throw new ShopbellError('INPUT_INVALID', { reason: 'the body must be JSON' });
      const document = await verb(scope, { ...(body as CheckFiles), only: holder.shop });
      return c.json(document, document.faults.length > 0 ? 422 : 200);
    });
  }
  return app;
}
