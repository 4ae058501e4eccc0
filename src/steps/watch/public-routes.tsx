import { type Context, Hono } from 'hono';
import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { Button } from '#web/components/button.tsx';
import { Form } from '#web/components/form.tsx';
import { type AskLimit, makeAskLimit } from '#web/limit-asks.ts';
import { publicPage } from '#web/public-page.tsx';
import type { WebEnv } from '#web/types.ts';
import { openPushKeyReader } from './status/open-push-key-reader.ts';
import { servedLinks } from './status/page-links.ts';
import { addPushRoutes } from './status/push-routes.ts';
import { findStatusPage, openServed } from './status/read-served.ts';
import { renderAtom, renderRss } from './status/render-feed.ts';
import { renderStatus } from './status/render-status.tsx';
import { ageSnapshot, type Snapshot } from './status/snapshot.ts';
import { orgOfToken } from './status/subscriber-tokens.ts';
import { SubscribeForm } from './status/views/news-section.tsx';
import { askStatusNews } from './verbs/ask-status-news.ts';
import { confirmStatusNews } from './verbs/confirm-status-news.ts';
import { leaveStatusNews } from './verbs/leave-status-news.ts';

export { wallLinkRoutes } from './wall/wall-routes.tsx';

type Ask = Context<WebEnv>;

const CACHE = 'public, max-age=5';
const SLUG = '/:slug{[a-z0-9-]{3,50}}';

/** Customers' pages, mounted at `/status`: a shop's status page, its feeds, and the way to its mails. They work without scripts. */
export function publicRoutes(): Hono<WebEnv> {
  return routesBelow(SLUG);
}

/** The same at the root of a host that a page has for itself: `c.env.ownPage` names it. */
export function hostRoutes(): Hono<WebEnv> {
  return routesBelow('');
}

function routesBelow(at: string): Hono<WebEnv> {
  const limit = makeAskLimit({ perAddress: 10, perShop: 300 });
  const read = openServed();
  const readKey = openPushKeyReader();
  const app = new Hono<WebEnv>();
  app.get(at === '' ? '/' : at, async (c) => {
    const found = await read(c.var.house, placeOf(c).slug);
    return found === null ? missing(c) : showPage(c, found, await readKey(c.var.house, placeOf(c).slug));
  });
  app.get(`${at}/status.json`, async (c) => {
    const found = await read(c.var.house, placeOf(c).slug);
    if (found === null) return c.json({ error: 'NOT_FOUND' }, 404);
    const body = `${JSON.stringify(ageSnapshot(found, c.var.house.clock.now()).snapshot, null, 2)}\n`;
    return c.body(body, 200, { ...shared(), 'content-type': 'application/json; charset=utf-8' });
  });
  app.get(`${at}/feed.atom`, (c) => showFeed(c, read, renderAtom, 'application/atom+xml; charset=utf-8'));
  app.get(`${at}/feed.rss`, (c) => showFeed(c, read, renderRss, 'application/rss+xml; charset=utf-8'));
  app.post(`${at}/subscribe`, (c) => subscribe(c, limit));
  app.get(`${at}/confirm/:token`, (c) => askToPress(c, 'confirm'));
  app.post(`${at}/confirm/:token`, (c) => confirm(c));
  addPushRoutes(app, at, (c) => placeOf(c).slug, limit);
  return app;
}

/**
 * The way out of the mails, mounted at `/status` before what asks where a form comes from: a mail program presses the button wherever it
 * stands (RFC 8058), and the link itself is the proof.
 */
export function leaveRoutes(): Hono<WebEnv> {
  return leaveBelow(SLUG);
}

/** The same at a host that a page has for itself. */
export function hostLeaveRoutes(): Hono<WebEnv> {
  return leaveBelow('');
}

function leaveBelow(at: string): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get(`${at}/leave/:token`, (c) => askToPress(c, 'leave'));
  app.post(`${at}/leave/:token`, (c) => leave(c));
  return app;
}

/** Which page a request is about, and what stands before its paths. */
function placeOf(c: Ask): { readonly slug: string; readonly base: string } {
  const own = c.env?.ownPage;
  if (own !== undefined) return { slug: own, base: '' };
  const slug = c.req.param('slug') ?? '';
  return { slug, base: `/status/${slug}` };
}

function showPage(c: Ask, found: Snapshot, key: string | null): Promise<Response> {
  const { house, locale, t, assets } = c.var;
  const { snapshot, isStale } = ageSnapshot(found, house.clock.now());
  const { base } = placeOf(c);
  const script = assets.island('status-push');
  const push = key === null || script === null ? {} : { push: { base, key, script } };
  const links = { ...servedLinks(base, locale, { style: assets.publicCss, icon: assets.icon }), ...push };
  const drawn = renderStatus({ snapshot, locale, t, links, age: isStale ? 'old' : 'fresh' });
  return drawn.then((html) =>
    c.body(html, 200, { 'content-type': 'text/html; charset=UTF-8', 'content-language': locale, 'cache-control': CACHE }),
  );
}

async function showFeed(c: Ask, read: ReturnType<typeof openServed>, render: typeof renderAtom, type: string): Promise<Response> {
  const found = await read(c.var.house, placeOf(c).slug);
  if (found === null) return missing(c);
  return c.body(render({ snapshot: found, locale: c.var.locale, t: c.var.t }), 200, { ...shared(), 'content-type': type });
}

/** Any page may show it: it holds nothing but what everybody may read. */
function shared(): Record<string, string> {
  return { 'access-control-allow-origin': '*', 'cache-control': CACHE };
}

async function subscribe(c: Ask, limit: AskLimit): Promise<Response> {
  const { house, locale, t } = c.var;
  const page = await findStatusPage(house, placeOf(c).slug);
  if (page === null) return missing(c);
  const seconds = limit.take(page.shop, c.var.clientAddress ?? 'unknown', house.clock.now().getTime());
  if (seconds > 0) {
    c.header('Retry-After', String(seconds));
    return say(c, 'too-many', { status: 429, minutes: Math.ceil(seconds / 60) });
  }
  const { address } = await c.req.parseBody();
  try {
    await askStatusNews(customerOf(c, page.org), {
      shop: page.shop,
      address: typeof address === 'string' ? address : '',
      language: locale,
    });
    return await say(c, 'asked', {});
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    const form = <SubscribeForm action={`${c.req.path}?lang=${locale}`} error={t('watch.status.address-wrong')} />;
    return say(c, 'asked-wrong', { status: 400, body: form });
  }
}

/** Looking at a link changes nothing (mail scanners look); pressing its button does. */
async function askToPress(c: Ask, what: 'confirm' | 'leave'): Promise<Response> {
  if (orgOfToken(c.req.param('token') ?? '') === null) return missing(c);
  const button = (
    <Form action={`${c.req.path}?lang=${c.var.locale}`}>
      <Button kind="main">{c.var.t(`watch.status.${what}.press`)}</Button>
    </Form>
  );
  return say(c, what, { body: button });
}

async function confirm(c: Ask): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const org = orgOfToken(token);
  if (org === null) return missing(c);
  const { isConfirmed } = await confirmStatusNews(customerOf(c, org), { token });
  return say(c, isConfirmed ? 'confirmed' : 'confirm-late', isConfirmed ? {} : { status: 410 });
}

/** Also by a mail program's own button, which sends no more than the address of the link (RFC 8058). */
async function leave(c: Ask): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const org = orgOfToken(token);
  if (org === null) return missing(c);
  await leaveStatusNews(customerOf(c, org), { token });
  return say(c, 'left', {});
}

interface Said {
  readonly status?: number;
  readonly minutes?: number;
  readonly body?: Parameters<typeof publicPage>[1]['body'];
}

/** A short page with one thing to say, and the way back. */
function say(c: Ask, what: string, { status = 200, minutes = 0, body = null }: Said): Promise<Response> {
  const title = c.var.t(`watch.status.${what}.heading`);
  const back = (
    <p>
      <a href={`${placeOf(c).base || '/'}?lang=${c.var.locale}`}>{c.var.t('watch.status.back')}</a>
    </p>
  );
  const lead = c.var.t(`watch.status.${what}.text`, { minutes });
  return publicPage(c, { title, heading: title, lead, languages: [], status, body: [body, back] });
}

function customerOf(c: Ask, org: OrgId): Scope {
  return { house: c.var.house, org, actor: { kind: 'customer', id: 'public', role: 'public' } };
}

function missing(c: Ask): Promise<Response> {
  const title = c.var.t('watch.status.missing.heading');
  return publicPage(c, { title, heading: title, lead: c.var.t('watch.status.missing.text'), body: null, status: 404 });
}
