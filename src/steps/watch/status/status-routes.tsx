import type { Context, Hono } from 'hono';
import type { Db } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type ShopId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { listShops, publicSlug } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { EmptyState } from '#web/components/empty-state.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { isHint } from '../kinds/kinds.ts';
import { listChecks } from '../store.ts';
import { announceStatus } from '../verbs/announce-status.ts';
import { endAnnouncement } from '../verbs/end-announcement.ts';
import { setStatusHost } from '../verbs/set-status-host.ts';
import { setStatusPage } from '../verbs/set-status-page.ts';
import { updateAnnouncement } from '../verbs/update-announcement.ts';
import { listAnnouncements } from './announcements.ts';
import { checkHost } from './check-hosts.ts';
import { countSubscribers } from './count-subscribers.ts';
import { hostRecord } from './look-at-host.ts';
import { announcementKinds, isStatusPart, type StatusLanguage, statusLanguages, statusParts } from './status-words.ts';
import { statusTables, takeChosenChecks, takeStatusPage } from './store.ts';
import { type Refused, StatusConsole } from './views/status-console.tsx';

type Ask = Context<WebEnv>;

/** The console's page about the public one, mounted at `/watch/status`. */
export function addStatusRoutes(app: Hono<WebEnv>): void {
  app.get('/status', (c) => show(c, c.req.query('shop') ?? null));
  app.post('/status/:shop', (c) => attempt(c, shopOf(c), 'settings', takeSettings));
  app.post('/status/:shop/host', (c) => attempt(c, shopOf(c), 'host', takeHost));
  app.post('/status/:shop/host/check', (c) => checkNow(c, shopOf(c)));
  app.post('/status/:shop/announce', (c) => attempt(c, shopOf(c), 'announce', takeAnnouncement));
  app.post('/status/:shop/announcements/:id', (c) => attempt(c, shopOf(c), c.req.param('id'), takePost));
}

async function show(c: Ask, asked: string | null, refused?: Refused): Promise<Response> {
  const { house, scope, t } = c.var;
  const found = await house.state.inOrg(scope.org, async (db) => {
    const shops = await listShops(db);
    const shop = asked === null ? shops[0] : shops.find(({ id }) => id === asked);
    if (asked !== null && shop === undefined) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
    return shop === undefined ? null : { shops, shop, ...(await readConsole(db, shop.id, addMs(house.clock.now(), -DAY))) };
  });
  const frame = {
    step: 'watch',
    title: t('watch.status.console'),
    lead: t('watch.status.console-lead'),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
  } as const;
  if (found === null)
    return page(c, { ...frame, heading: t('watch.status.console'), body: <EmptyState heading={t('watch.orders.none')} /> });
  const checks = (await house.state.inOrg(scope.org, (db) => listChecks(db, scope.org))).filter(
    ({ shop, target }) => shop === found.shop.id && !isHint(target),
  );
  const usual = { slug: publicSlug(found.shop), language: languageOf(found.shop), isPublished: false, usesOrders: true, host: null };
  return page(c, {
    ...frame,
    heading: t(found.page?.isPublished ? 'watch.status.console-on' : 'watch.status.console-off', { shop: found.shop.name }),
    ...(refused === undefined ? {} : { status: 400 }),
    body: (
      <StatusConsole
        {...found}
        {...{ checks, refused, publicUrl: house.publicUrl, folder: house.published.folder }}
        record={found.page?.host ? hostRecord(house, scope.org, found.shop.id, found.page.host.name) : null}
        page={found.page ?? usual}
        mayChange={may(scope.actor.role, 'configure')}
        mayAnnounce={may(scope.actor.role, 'announce')}
      />
    ),
  });
}

async function readConsole(db: Db, shop: ShopId, since: Date) {
  const spans = await statusTables(db)
    .selectFrom('watch_status_spans')
    .select(['part', 'state'])
    .where('shop_id', '=', shop)
    .where('ends_at', 'is', null)
    .execute();
  return {
    page: await takeStatusPage(db, shop),
    chosen: await takeChosenChecks(db, shop),
    states: new Map(spans.map(({ part, state }) => [part, state])),
    announcements: await listAnnouncements(db, shop, since),
    subscribers: await countSubscribers(db, shop),
  };
}

/** The language of most people where the shop is at home. */
function languageOf({ country }: Shop): StatusLanguage {
  const known: Readonly<Record<string, StatusLanguage>> = { PL: 'pl', DE: 'de', AT: 'de', CH: 'de', LI: 'de', JP: 'ja' };
  return known[country] ?? 'en';
}

async function attempt(
  c: Ask,
  shop: ShopId,
  form: string,
  take: (c: Ask, shop: ShopId, fields: FormData) => Promise<unknown>,
): Promise<Response> {
  try {
    await take(c, shop, await c.req.formData());
    return c.redirect(`/watch/status?shop=${shop}`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return show(c, shop, { form, reason: thrown.message });
  }
}

function takeSettings(c: Ask, shop: ShopId, fields: FormData) {
  const checks = statusParts.flatMap((part) =>
    fields.getAll(`check-${part}`).flatMap((check) => (isId('chk', check) ? [{ part, check }] : [])),
  );
  const language = statusLanguages.find((one) => one === fields.get('language')) ?? 'en';
  const flags = { published: fields.get('published') === 'yes', useOrders: fields.get('orders') === 'yes' };
  return setStatusPage(c.var.scope, { shop, slug: String(fields.get('slug') ?? ''), language, checks, ...flags });
}

function takeHost(c: Ask, shop: ShopId, fields: FormData) {
  return setStatusHost(c.var.scope, { shop, host: String(fields.get('host') ?? '') });
}

/** Asks name servers at once; nobody has to wait for the next turn. */
async function checkNow(c: Ask, shop: ShopId): Promise<Response> {
  const { house, scope } = c.var;
  if (!may(scope.actor.role, 'configure')) throw new ShopbellError('NOT_ALLOWED', { permission: 'configure' });
  const page = await house.state.inOrg(scope.org, (db) => takeStatusPage(db, shop));
  if (!page?.host) throw new ShopbellError('NOT_FOUND', { what: 'host name' });
  await checkHost(house, scope.org, shop, page.host.name);
  return c.redirect(`/watch/status?shop=${shop}`, 303);
}

function takeAnnouncement(c: Ask, shop: ShopId, fields: FormData) {
  const kind = announcementKinds.find((one) => one === fields.get('kind'));
  if (kind === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'kind: choose what it is' });
  const parts = fields.getAll('part').filter(isStatusPart);
  return announceStatus(c.var.scope, { shop, kind, parts, titles: textsOf(fields, 'title'), texts: textsOf(fields, 'text') });
}

function takePost(c: Ask, _shop: ShopId, fields: FormData) {
  const announcement = c.req.param('id') ?? '';
  if (!isId('ann', announcement)) throw new ShopbellError('NOT_FOUND', { what: 'announcement' });
  const verb = fields.get('do') === 'end' ? endAnnouncement : updateAnnouncement;
  return verb(c.var.scope, { announcement, texts: textsOf(fields, 'text') });
}

function textsOf(fields: FormData, name: string): Partial<Record<StatusLanguage, string>> {
  return Object.fromEntries(statusLanguages.map((language) => [language, String(fields.get(`${name}-${language}`) ?? '')]));
}

function shopOf(c: Ask): ShopId {
  const id = c.req.param('shop') ?? '';
  if (!isId('shop', id)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return id;
}
