import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { House } from '#engines/house.ts';
import { describeIssues } from '#kernel/describe-issues.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { listShops } from '#registry/index.ts';
import { applyChecks, type CheckFiles, checkLine, listChecks, noteRelease, planChecks } from '#steps/watch/index.ts';
import { authoriseKey } from './access/authorise-key.ts';
import { caseApiRoutes } from './case-api-routes.ts';
import { addSbomRoutes } from './sbom-routes.ts';

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
  app.post('/releases', (c) => takeRelease(house, c));
  addSbomRoutes(app, house);
  app.route('/', caseApiRoutes(house));
  return app;
}

const releaseShape = z.object({
  version: z.string(),
  /** Name or id; left out: the key's shop, or the only one. */
  shop: z.string().optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  link: z.string().nullable().default(null),
});

async function takeRelease(house: House, c: Context): Promise<Response> {
  const { holder, scope } = await authoriseKey(house, c.req.raw.headers, 'set-checks');
  const told = releaseShape.safeParse(await c.req.json().catch(() => null));
  if (!told.success) throw new ShopbellError('INPUT_INVALID', { reason: describeIssues(told.error) });
  const { shop: wanted, at, version, link } = told.data;
  const shops = await house.state.inOrg(holder.org, (db) => listShops(db));
  const own = shops.filter(({ id }) => holder.shop === null || id === holder.shop);
  const [shop, other] = wanted === undefined ? own : own.filter(({ id, name }) => id === wanted || name === wanted);
  if (shop === undefined) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  if (other !== undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'shop: there are several; say which, by its id' });
  return c.json(await noteRelease(scope, { shop: shop.id, version, link, ...(at === undefined ? {} : { at: new Date(at) }) }), 201);
}
