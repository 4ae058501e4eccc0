import type { Context, Hono } from 'hono';
import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { isId, type OrgId, type SourceId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { makeKey, pinSender, setSourceZone } from '#registry/index.ts';
import type { Source } from '#registry/types.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { reportsUrl } from './reports-address.ts';
import { shownSources } from './shown-sources.ts';
import { sourceToken } from './source-token.ts';
import { SourceDetail } from './views/source-views.tsx';
import type { RefusedZone } from './views/source-zone.tsx';
import type { SyslogWay } from './views/syslog-how-to.tsx';

/** What a form brought that could not be taken, and a key that was just made. */
interface Said {
  readonly certificate?: SyslogWay['refused'];
  readonly zone?: RefusedZone;
  readonly key?: string;
}

/** The page of one source, and what is changed on it. */
export function addSourceRoutes(app: Hono<WebEnv>): void {
  app.get('/:source{src_[0-9A-Z]+}', (c) => showSource(c, {}));
  app.post('/:source{src_[0-9A-Z]+}/certificate', async (c) => {
    const source = idOf(c);
    const certificate = await typed(c, 'certificate');
    const why = await refusalOf(() => pinSender(c.var.scope, { source, certificate: certificate || null }));
    return why === null ? c.redirect(`/settings/sources/${source}`, 303) : showSource(c, { certificate: { certificate, why } });
  });
  app.post('/:source{src_[0-9A-Z]+}/zone', async (c) => {
    const source = idOf(c);
    const timeZone = await typed(c, 'timeZone');
    const why = await refusalOf(() => setSourceZone(c.var.scope, { source, timeZone: timeZone || null }));
    return why === null ? c.redirect(`/settings/sources/${source}`, 303) : showSource(c, { zone: { timeZone, why } });
  });
  app.post('/:source{src_[0-9A-Z]+}/key', async (c) => {
    const source = idOf(c);
    const shown = (await shownSources(c.var.scope)).find((one) => one.source.id === source);
    if (!shown) throw new ShopbellError('NOT_FOUND', { what: 'source' });
    const { text } = await makeKey(c.var.scope, { name: shown.source.name, permissions: ['send-telemetry'], source });
    return showSource(c, { key: text });
  });
}

function idOf(c: Context<WebEnv>): SourceId {
  const source = c.req.param('source');
  if (!isId('src', source)) throw new ShopbellError('NOT_FOUND', { what: 'source' });
  return source;
}

async function typed(c: Context<WebEnv>, name: string): Promise<string> {
  const value = (await c.req.formData()).get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** Why something could not be taken as it was typed; `null`: it was. */
async function refusalOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || !['INPUT_INVALID', 'CONFLICT'].includes(thrown.code)) throw thrown;
    return messageOf(thrown);
  }
}

async function showSource(c: Context<WebEnv>, said: Said): Promise<Response> {
  const { t, scope, house } = c.var;
  const shown = (await shownSources(scope)).find(({ source }) => source.id === c.req.param('source'));
  if (!shown) throw new ShopbellError('NOT_FOUND', { what: 'source' });
  const way = syslogWay(scope, shown.source);
  // A key stands on this page once, and in no cache.
  if (said.key !== undefined) c.header('cache-control', 'no-store');
  return page(c, {
    step: 'settings',
    title: shown.source.name,
    heading: shown.source.name,
    lead: shown.shopName,
    crumbs: [{ href: '/settings/sources/health', label: t('intake.all') }],
    ...(said.certificate || said.zone ? { status: 400 } : {}),
    body: (
      <SourceDetail
        shown={shown}
        publicUrl={house.publicUrl}
        reportsUrl={reportsUrlOf(house, scope.org, shown.source)}
        syslog={way === null ? null : { ...way, refused: said.certificate ?? null }}
        freshKey={said.key ?? null}
        refusedZone={said.zone ?? null}
        mayConfigure={may(scope.actor.role, 'configure')}
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
