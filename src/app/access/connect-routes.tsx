import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { addSource, listShops, listSources, removeSource } from '#registry/index.ts';
import { ButtonLink } from '#web/components/button.tsx';
import type { WebEnv } from '#web/types.ts';
import { attempt, type Refusal } from './attempt.ts';
import { settingsPage } from './settings-page.tsx';
import { SourcesView } from './sources-view.tsx';
import { readFields } from './visitor.ts';

/** Where telemetry comes from: sources connected and removed. How each is doing stands on intake's own page, `/settings/sources`. */
export function connectRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  // A sender that was turned away brings its certificate along.
  app.get('/settings/connect', (c) => {
    const certificate = c.req.query('certificate') ?? '';
    return sourcesPage(c, certificate === '' ? {} : { fields: { kind: 'syslog', certificate } });
  });
  app.post('/settings/connect', async (c) => {
    const fields = await readFields(c);
    const { shop = '', name = '', kind, path = '', certificate = '', timeZone = '' } = fields;
    const zone = timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() };
    const done = await attempt(async () => {
      if (!isId('shop', shop)) throw new ShopbellError('INPUT_INVALID', { reason: 'shop: must be one of your shops' });
      if (kind === 'http' || kind === 'otlp' || kind === 'reports') return addSource(c.var.scope, { kind, shop, name });
      if (kind === 'syslog') return addSource(c.var.scope, { kind, shop, name, certificate: certificate.trim() || null, ...zone });
      return addSource(c.var.scope, { kind: 'file', shop, name, path, ...zone });
    });
    return done.ok ? c.redirect('/settings/connect', 303) : sourcesPage(c, { fields, problem: done });
  });
  app.post('/settings/connect/:source/remove', async (c) => {
    const source = c.req.param('source');
    if (!isId('src', source)) throw new ShopbellError('NOT_FOUND', { what: 'source' });
    await removeSource(c.var.scope, { source });
    return c.redirect('/settings/connect', 303);
  });
  return app;
}

interface Shown {
  readonly fields?: Readonly<Record<string, string>>;
  readonly problem?: Refusal;
}

async function sourcesPage(c: Context<WebEnv>, { fields = {}, problem }: Shown): Promise<Response> {
  const { house, scope, t } = c.var;
  const { sources, shops } = await house.state.inOrg(scope.org, async (db) => ({
    sources: await listSources(db),
    shops: await listShops(db),
  }));
  return settingsPage(c, {
    place: 'sources',
    heading: t('access.sources.heading', { count: sources.length }),
    actions: <ButtonLink href="/settings/sources">{t('access.sources.health')}</ButtonLink>,
    ...(problem ? { status: problem.status } : {}),
    body: <SourcesView {...{ sources, shops, fields, error: problem?.error }} mayChange={may(scope.actor.role, 'configure')} />,
  });
}
