import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { listPlaces } from './places/store.ts';
import { listChecks } from './store.ts';
import { addPlace } from './verbs/add-place.ts';
import { removePlace } from './verbs/remove-place.ts';
import { PlacesPage } from './views/places-page.tsx';

type Ask = Context<WebEnv>;

/** Where else somebody looks from: `/watch/places`. */
export function addPlaceRoutes(app: Hono<WebEnv>): void {
  app.get('/places', (c) => showPlaces(c));
  app.post('/places', async (c) => {
    const form = await c.req.formData();
    const { token } = await orAgain(c, () =>
      addPlace(c.var.scope, { name: String(form.get('name') ?? ''), confirms: form.get('confirms') === 'yes' }),
    );
    if (token instanceof Response) return token;
    return showPlaces(c, { command: `./shopbell prober --to ${c.var.house.publicUrl} --token ${token}` });
  });
  app.post('/places/:place/remove', async (c) => {
    const place = c.req.param('place');
    if (!isId('place', place)) throw new ShopbellError('NOT_FOUND', { what: 'place' });
    await removePlace(c.var.scope, { place });
    return c.redirect('/watch/places', 303);
  });
}

async function orAgain(c: Ask, work: () => Promise<{ readonly token: string }>): Promise<{ readonly token: string | Response }> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return { token: await showPlaces(c, { error: thrown.message }) };
  }
}

async function showPlaces(c: Ask, more: { readonly command?: string; readonly error?: string } = {}): Promise<Response> {
  const { house, scope, t } = c.var;
  const { places, checks } = await house.state.inOrg(scope.org, async (db) => ({
    places: await listPlaces(db, scope.org),
    checks: await listChecks(db, scope.org),
  }));
  return page(c, {
    step: 'watch',
    title: t('watch.places.title'),
    heading: t('watch.places.heading', { all: places.length }),
    lead: t('watch.places.lead'),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
    ...(more.error === undefined ? {} : { status: 400 }),
    body: <PlacesPage {...{ places, checks, ...more }} now={house.clock.now()} mayChange={may(scope.actor.role, 'configure')} />,
  });
}
