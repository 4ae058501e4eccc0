import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { findShop } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { shopOf, textOf, whyOf } from './form-values.ts';
import { putHoney } from './honey/shops/put-honey.ts';
import { isShopApi, shopApi } from './honey/shops/shop-api.ts';
import { connectWriter } from './verbs/connect-writer.ts';
import { disconnectWriter } from './verbs/disconnect-writer.ts';
import { ConnectShopPage } from './views/connect-shop-page.tsx';

/** The pages about putting honey customers into shops: which access, and one click each way. */
export function addHoneyShopRoutes(app: Hono<WebEnv>): void {
  app.get('/honeys/connect', (c) => showConnect(c));
  app.post('/honeys/connect', connect);
  app.post('/honeys/disconnect', disconnect);
  app.post('/honeys/:id/shop', workInShop);
}

async function showConnect(c: Context<WebEnv>, wrong?: { readonly why: string; readonly address: string }): Promise<Response> {
  const { house, scope, t } = c.var;
  if (!may(scope.actor.role, 'configure')) throw new ShopbellError('NOT_ALLOWED', { permission: 'configure' });
  const given = wrong === undefined ? c.req.query() : await c.req.parseBody();
  const { api } = given;
  if (!isShopApi(api)) throw new ShopbellError('NOT_FOUND', { what: 'kind of shop' });
  const shop = await house.state.inOrg(scope.org, (db) => findShop(db, shopOf(given.shop)));
  const chosen = shopApi(api);
  return page(c, {
    step: 'detect',
    title: t('detect.honeys.shops'),
    heading: t('detect.honeys.connect-heading', { shop: shop.name, api: chosen.title }),
    lead: t('detect.honeys.connect-lead'),
    crumbs: [
      { href: '/detect', label: t('detect.signals.title') },
      { href: '/detect/honeys', label: t('detect.honeys.title') },
    ],
    ...(wrong === undefined ? {} : { status: 400 }),
    body: <ConnectShopPage shop={shop.id} api={chosen} address={wrong?.address ?? shop.url} why={wrong?.why} />,
  });
}

async function connect(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.parseBody();
  const { api } = form;
  if (!isShopApi(api)) throw new ShopbellError('NOT_FOUND', { what: 'kind of shop' });
  const { settings, secrets } = shopApi(api);
  const valuesOf = (fields: typeof settings, prefix: string) =>
    Object.fromEntries(fields.map(({ name }) => [name, textOf(form[`${prefix}-${name}`]).trim()]).filter(([, value]) => value !== ''));
  try {
    await connectWriter(c.var.scope, {
      shop: shopOf(form.shop),
      api,
      settings: valuesOf(settings, 'set'),
      secrets: valuesOf(secrets, 'key'),
    });
  } catch (thrown) {
    return showConnect(c, { why: whyOf(thrown, ['INPUT_INVALID']), address: textOf(form['set-address']) });
  }
  return c.redirect('/detect/honeys', 303);
}

async function disconnect(c: Context<WebEnv>): Promise<Response> {
  await disconnectWriter(c.var.scope, { shop: shopOf((await c.req.parseBody()).shop) });
  return c.redirect('/detect/honeys', 303);
}

/** What went wrong in the shop stands on the page; only what could not be begun is an error. */
async function workInShop(c: Context<WebEnv>): Promise<Response> {
  const id = c.req.param('id');
  if (!isId('honey', id)) throw new ShopbellError('NOT_FOUND', { what: 'honey customer' });
  const what = textOf((await c.req.parseBody()).what);
  if (what !== 'put' && what !== 'remove') throw new ShopbellError('INPUT_INVALID', { reason: 'what: unknown' });
  await putHoney(c.var.scope, id, what);
  return c.redirect(`/detect/honeys/${id}`, 303);
}
