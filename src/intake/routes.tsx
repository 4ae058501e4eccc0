import { type Context, Hono } from 'hono';
import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { listShops, listSources, pinSender } from '#registry/index.ts';
import type { Source } from '#registry/types.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { sourceHealth } from './health/source-health.ts';
import { reportsUrl } from './reports-address.ts';
import { sourceToken } from './source-token.ts';
import { type ShownSource, SourceDetail, SourcesTable } from './views/source-views.tsx';
import type { SyslogWay } from './views/syslog-how-to.tsx';

/** How sources stand, mounted at `/settings/sources`: `/health` for all, `/{source}` for one with what was rejected. */
export function sourcesRoutes(): Hono<WebEnv> {
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
      actions: <a href="/settings/connect">{t('intake.manage')}</a>,
      body: <SourcesTable sources={sources} />,
    });
  });
  app.get('/:source{src_[0-9A-Z]+}', (c) => showSource(c, null));
  app.post('/:source{src_[0-9A-Z]+}/certificate', async (c) => {
    const source = c.req.param('source');
    if (!isId('src', source)) throw new ShopbellError('NOT_FOUND', { what: 'source' });
    const typed = (await c.req.formData()).get('certificate');
    const certificate = typeof typed === 'string' ? typed.trim() : '';
    try {
      await pinSender(c.var.scope, { source, certificate: certificate || null });
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || !['INPUT_INVALID', 'CONFLICT'].includes(thrown.code)) throw thrown;
      return showSource(c, { certificate, why: messageOf(thrown) });
    }
    return c.redirect(`/settings/sources/${source}`, 303);
  });
  return app;
}

/** `refused`: a fingerprint that was typed and could not be taken. */
async function showSource(c: Context<WebEnv>, refused: SyslogWay['refused']): Promise<Response> {
  const { t, scope, house } = c.var;
  const shown = (await shownSources(scope)).find(({ source }) => source.id === c.req.param('source'));
  if (!shown) throw new ShopbellError('NOT_FOUND', { what: 'source' });
  const way = syslogWay(scope, shown.source);
  return page(c, {
    step: 'settings',
    title: shown.source.name,
    heading: shown.source.name,
    lead: shown.shopName,
    crumbs: [{ href: '/settings/sources/health', label: t('intake.all') }],
    ...(refused === null ? {} : { status: 400 }),
    body: (
      <SourceDetail
        shown={shown}
        publicUrl={house.publicUrl}
        reportsUrl={reportsUrlOf(house, scope.org, shown.source)}
        syslog={way === null ? null : { ...way, refused }}
      />
    ),
  });
}

function reportsUrlOf(house: House, org: OrgId, { id, kind }: Source): string | null {
  return kind === 'reports' ? reportsUrl(house, org, id) : null;
}

function syslogWay({ house, org, actor }: Scope, { id, kind, certificate }: Source): Omit<SyslogWay, 'refused'> | null {
  if (kind !== 'syslog') return null;
  const token = may(actor.role, 'configure') ? sourceToken(house.secrets, 'intake.syslog', { org, source: id }) : null;
  const action = `/settings/sources/${id}/certificate`;
  return { host: new URL(house.publicUrl).hostname, token, certificate, action };
}

/** Every registered source with how it stands. */
async function shownSources(scope: Scope): Promise<ShownSource[]> {
  const health = new Map((await sourceHealth(scope)).map((one) => [one.source, one]));
  return scope.house.state.inOrg(scope.org, async (db) => {
    const shops = new Map((await listShops(db)).map((shop) => [shop.id, shop.name]));
    return (await listSources(db)).map((source) => ({
      source,
      shopName: shops.get(source.shop) ?? source.shop,
      health: health.get(source.id) ?? null,
    }));
  });
}
