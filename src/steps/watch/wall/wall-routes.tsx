import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { addWallLink } from '../verbs/add-wall-link.ts';
import { removeWallLink } from '../verbs/remove-wall-link.ts';
import { renderWall } from './render-wall.tsx';
import { listWallLinks, openWallLink } from './store.ts';
import { WallsPage } from './views/walls-page.tsx';

type Ask = Context<WebEnv>;

/** The wall for whoever is signed in, at `/watch/wall`, and the links for screens, at `/watch/walls`. */
export function addWallRoutes(app: Hono<WebEnv>): void {
  app.get('/wall', (c) => renderWall(c, c.var.scope.org, false));
  app.get('/walls', (c) => showWalls(c));
  app.post('/walls', takeLink);
  app.post('/walls/:link/remove', async (c) => {
    const link = c.req.param('link');
    if (!isId('wall', link)) throw new ShopbellError('NOT_FOUND', { what: 'link' });
    await removeWallLink(c.var.scope, { link });
    return c.redirect('/watch/walls', 303);
  });
}

/** The wall for a screen that has a link, mounted at `/wall`: it only shows. */
export function wallLinkRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/:token', async (c) => {
    const org = await openWallLink(c.var.house, c.req.param('token'));
    if (org === null) throw new ShopbellError('NOT_FOUND', { what: 'wall' });
    return renderWall(c, org, true);
  });
  return app;
}

async function takeLink(c: Ask): Promise<Response> {
  const form = await c.req.formData();
  try {
    const { token } = await addWallLink(c.var.scope, { name: String(form.get('name') ?? '') });
    return await showWalls(c, { url: `${c.var.house.publicUrl}/wall/${token}` });
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showWalls(c, { error: thrown.message });
  }
}

async function showWalls(c: Ask, more: { readonly url?: string; readonly error?: string } = {}): Promise<Response> {
  const { house, scope, t } = c.var;
  const links = await house.state.inOrg(scope.org, listWallLinks);
  return page(c, {
    step: 'watch',
    title: t('watch.wall.title'),
    heading: t('watch.wall.heading'),
    lead: t('watch.wall.lead'),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
    ...(more.error === undefined ? {} : { status: 400 }),
    body: <WallsPage links={links} {...more} mayChange={may(scope.actor.role, 'configure')} />,
  });
}
