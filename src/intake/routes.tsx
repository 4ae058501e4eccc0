import { Hono } from 'hono';
import type { ProductFiles } from '#engines/files/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { may } from '#kernel/permissions.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { packPlatform } from './connect/pack-platform.ts';
import { platformWays } from './connect/platforms.ts';
import { addRefusedRoutes } from './refused-routes.tsx';
import { shownSources } from './shown-sources.ts';
import { addSourceRoutes } from './source-routes.tsx';
import { SourcesTable } from './views/source-views.tsx';

/**
 * How sources stand, mounted at `/settings/sources`: `/health` for all, `/{source}` for one with what was rejected and how to send, `/refused`
 * for senders that were turned away, `/senders/{platform}.zip` for what a shop installs.
 */
export function sourcesRoutes(files: ProductFiles): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(async (c, next) => {
    if (!may(c.var.scope.actor.role, 'look')) throw new ShopbellError('NOT_ALLOWED', { permission: 'look' });
    await next();
  });
  app.get('/health', async (c) => {
    const { t, scope } = c.var;
    const sources = await shownSources(scope);
    const trouble = sources.filter(({ health }) => health && ['stalled', 'missing', 'unreadable'].includes(health.state)).length;
    const silent = sources.every(({ health }) => health === null);
    return page(c, {
      step: 'settings',
      title: t('intake.title'),
      heading: trouble > 0 ? t('intake.heading.trouble', { count: trouble }) : t(silent ? 'intake.heading.none' : 'intake.heading.fine'),
      lead: t('intake.lead'),
      actions: (
        <>
          <a href="/settings/connect">{t('intake.manage')}</a>
          {sources.some(({ source }) => source.kind === 'syslog') ? <a href="/settings/sources/refused">{t('intake.refused')}</a> : null}
        </>
      ),
      body: <SourcesTable sources={sources} />,
    });
  });
  app.get('/senders/:name{[a-z]+[.]zip}', (c) => {
    const way = platformWays.find((one) => `${one.name}.zip` === c.req.param('name'));
    if (way === undefined) throw new ShopbellError('NOT_FOUND', { what: 'platform' });
    return c.body(Buffer.from(packPlatform(files, way)), 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="shopbell-${way.name}.zip"`,
    });
  });
  addRefusedRoutes(app);
  addSourceRoutes(app);
  return app;
}
