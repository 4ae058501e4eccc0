import { Hono } from 'hono';
import type { ProductFiles } from '#engines/files/types.ts';
import type { Scope } from '#engines/verb.ts';
import { errorPage } from '../error-page.tsx';
import { openWeb } from '../open-web.ts';
import { securityHeaders } from '../security-headers.ts';
import type { WebEnv } from '../types.ts';

/**
 * For tests of a room's pages: real texts, styles and headers, and the scope of whoever the test says is signed in.
 * Form tokens are not asked for; they have tests of their own.
 */
export function serveRooms(files: ProductFiles, scopeOf: () => Scope, rooms: Readonly<Record<string, Hono<WebEnv>>>): Hono<WebEnv> {
  const web = openWeb(files);
  const app = new Hono<WebEnv>();
  app.use(securityHeaders({ https: false }));
  app.route('/', web.assets.routes());
  app.use(web.prepare);
  app.use(async (c, next) => {
    const scope = scopeOf();
    c.set('house', scope.house);
    c.set('scope', scope);
    c.set('person', { id: scope.actor.id, name: scope.actor.id, role: scope.actor.role });
    await next();
  });
  for (const [path, room] of Object.entries(rooms)) app.route(path, room);
  app.onError((error, c) => errorPage(c, error, { layout: c.req.path.startsWith('/p/') ? 'public' : 'console' }));
  return app;
}
