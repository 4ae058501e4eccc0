import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type ShopId } from '#kernel/ids.ts';
import type { WebEnv } from '#web/types.ts';
import { isApiName } from './orders/apis/known-apis.ts';
import { readyQuestions } from './orders/feeds/ready-questions.ts';
import { readFeed } from './orders/feeds/start-reading-feeds.ts';
import { listFeeds } from './orders/feeds/store.ts';
import { isOrderSystem } from './orders/order-words.ts';
import { addOrderApi } from './verbs/add-order-api.ts';
import { addOrderFeed } from './verbs/add-order-feed.ts';
import { addOrderFolder } from './verbs/add-order-folder.ts';
import { askOrderFeed } from './verbs/ask-order-feed.ts';
import { removeOrderFeed } from './verbs/remove-order-feed.ts';
import type { ApiForm } from './views/apis-card.tsx';
import type { FeedForm } from './views/feeds-card.tsx';

type Ask = Context<WebEnv>;
type ShowAgain = (
  c: Ask,
  shop: ShopId,
  form: { readonly feed?: FeedForm; readonly api?: ApiForm; readonly folder?: FeedForm },
) => Promise<Response>;

/** Databases and systems that are asked for orders: added, asked at once and removed. What is not taken is shown again with the reason, without passwords and keys. */
export function addFeedRoutes(app: Hono<WebEnv>, showAgain: ShowAgain): void {
  app.post('/orders/:shop/feeds', async (c) => {
    const shop = c.req.param('shop');
    if (!isId('shop', shop)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
    const form = Object.fromEntries([...(await c.req.formData())].map(([name, value]) => [name, String(value)]));
    const { password = '', ...sent } = form;
    const { toldBy = '', timeZone = '', name = '', url = '', query = '' } = sent;
    try {
      if (!isOrderSystem(toldBy)) throw new ShopbellError('INPUT_INVALID', { reason: 'toldBy: choose whose database it is' });
      const zone = timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() };
      await addOrderFeed(c.var.scope, { shop, toldBy, name, url, password, query, ...zone, everyMinutes: Number(sent.everyMinutes) });
      return c.redirect(`/watch/orders?shop=${shop}`, 303);
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
      return showAgain(c, shop, { feed: { wrong: thrown.message, sent } });
    }
  });
  app.post('/orders/:shop/apis', (c) => takeApi(c, showAgain));
  app.post('/orders/:shop/folders', (c) => takeFolder(c, showAgain));
  app.post('/orders/:shop/feeds/:feed/ask', async (c) => {
    await askNow(c, c.req.param('feed'));
    return c.redirect(`/watch/orders?shop=${c.req.param('shop')}#apis`, 303);
  });
  app.post('/orders/:shop/feeds/:feed/remove', async (c) => {
    const feed = c.req.param('feed');
    if (!isId('feed', feed)) throw new ShopbellError('NOT_FOUND', { what: 'feed' });
    await removeOrderFeed(c.var.scope, { feed });
    return c.redirect(`/watch/orders?shop=${c.req.param('shop')}`, 303);
  });
}

/** Takes a system and asks it at once, so that whoever filled in the form sees whether it was right. */
async function takeApi(c: Ask, showAgain: ShowAgain): Promise<Response> {
  const shop = c.req.param('shop') ?? '';
  if (!isId('shop', shop)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  const form = Object.fromEntries([...(await c.req.formData())].map(([name, value]) => [name, String(value)]));
  const { api = '', name = '', toldBy = '', everyMinutes } = form;
  if (!isApiName(api)) throw new ShopbellError('NOT_FOUND', { what: 'system' });
  const begin = (start: string) =>
    Object.fromEntries(
      Object.entries(form).flatMap(([key, value]) => (key.startsWith(start) && value !== '' ? [[key.slice(start.length), value]] : [])),
    );
  try {
    const whose = isOrderSystem(toldBy) ? { toldBy } : {};
    const sent = { shop, api, name, ...whose, settings: begin('set-'), secrets: begin('secret-'), everyMinutes: Number(everyMinutes) };
    const { feed } = await addOrderApi(c.var.scope, sent);
    await askNow(c, feed);
    return c.redirect(`/watch/orders?shop=${shop}#apis`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    const kept = Object.fromEntries(Object.entries(form).filter(([key]) => !key.startsWith('secret-')));
    return showAgain(c, shop, { api: { api, wrong: thrown.message, sent: kept } });
  }
}

/** Takes a folder and looks into it at once, so that whoever filled in the form sees the server's key and whether it was right. */
async function takeFolder(c: Ask, showAgain: ShowAgain): Promise<Response> {
  const shop = c.req.param('shop') ?? '';
  if (!isId('shop', shop)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  const form = Object.fromEntries([...(await c.req.formData())].map(([name, value]) => [name, String(value)]));
  const { password = '', privateKey = '', passphrase = '', ...sent } = form;
  const { toldBy = '', name = '', host = '', user = '', folder = '', pattern = '', hostKey = '' } = sent;
  try {
    if (!isOrderSystem(toldBy)) throw new ShopbellError('INPUT_INVALID', { reason: 'toldBy: choose whose files they are' });
    const { feed } = await addOrderFolder(c.var.scope, {
      ...{ shop, toldBy, name, password, privateKey, passphrase, everyMinutes: Number(sent.everyMinutes) },
      place: { host, port: Number(sent.port), user, folder, pattern },
      ...(hostKey.trim() === '' ? {} : { hostKey }),
    });
    await askNow(c, feed);
    return c.redirect(`/watch/orders?shop=${shop}#folders`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showAgain(c, shop, { folder: { wrong: thrown.message, sent } });
  }
}

/** So much as a person waits for; the rest is asked in its turn. */
const AT_ONCE = { pages: 5, ms: 8_000 };

async function askNow(c: Ask, feed: string): Promise<void> {
  const { house, scope } = c.var;
  if (!isId('feed', feed)) throw new ShopbellError('NOT_FOUND', { what: 'feed' });
  await askOrderFeed(scope, { feed });
  const found = (await house.state.inOrg(scope.org, (db) => listFeeds(db))).find(({ id }) => id === feed);
  if (found !== undefined) await readFeed(house, found, AT_ONCE);
}

/** The form of a chosen system. */
export function apiFormOf(name: string | undefined): ApiForm | undefined {
  return name !== undefined && isApiName(name) ? { api: name, sent: {} } : undefined;
}

/** A ready question, as the form holds it. */
export function formOf(name: string | undefined): FeedForm | undefined {
  const found = readyQuestions().find((one) => one.name === name);
  if (found === undefined) return undefined;
  const { title, query, language, 'told-by': toldBy, 'time-zone': timeZone = '' } = found;
  return { sent: { name: title, query, toldBy, timeZone, url: `${language}://reader:{{password}}@` } };
}
