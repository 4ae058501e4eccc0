import { Hono } from 'hono';
import type { House } from '#engines/house.ts';
import { publicHostName } from '#kernel/host-name.ts';
import { openHostPages } from '#steps/watch/index.ts';

/**
 * What a reverse proxy asks before it gets a certificate for a name (`ask` of Caddy's on-demand TLS): `?domain=…` is answered 200 for a
 * name that a status page has proven, 404 for any other, 503 when that cannot be told.
 */
export function statusHostRoutes(house: House): Hono {
  const find = openHostPages(house);
  const app = new Hono();
  app.get('/', async (c) => {
    const host = publicHostName(c.req.query('domain') ?? '');
    const found = host === null ? null : await find(host);
    c.header('Cache-Control', 'no-store');
    if (found === 'unknown') return c.text('unknown\n', 503);
    return found === null ? c.text('no\n', 404) : c.text('yes\n');
  });
  return app;
}
