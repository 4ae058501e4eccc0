import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type ShopId } from '#kernel/ids.ts';
import type { WebEnv } from '#web/types.ts';
import { readyQuestions } from './orders/feeds/ready-questions.ts';
import { isOrderSystem } from './orders/order-words.ts';
import { addOrderFeed } from './verbs/add-order-feed.ts';
import { removeOrderFeed } from './verbs/remove-order-feed.ts';
import type { FeedForm } from './views/feeds-card.tsx';

type Ask = Context<WebEnv>;
type ShowAgain = (c: Ask, shop: ShopId, form: FeedForm) => Promise<Response>;

/** Databases that are asked for orders: added and removed. What is not taken is shown again with the reason, without the password. */
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
      return showAgain(c, shop, { wrong: thrown.message, sent });
    }
  });
  app.post('/orders/:shop/feeds/:feed/remove', async (c) => {
    const feed = c.req.param('feed');
    if (!isId('feed', feed)) throw new ShopbellError('NOT_FOUND', { what: 'feed' });
    await removeOrderFeed(c.var.scope, { feed });
    return c.redirect(`/watch/orders?shop=${c.req.param('shop')}`, 303);
  });
}

/** A ready question, as the form holds it. */
export function formOf(name: string | undefined): FeedForm | undefined {
  const found = readyQuestions().find((one) => one.name === name);
  if (found === undefined) return undefined;
  const { title, query, language, 'told-by': toldBy, 'time-zone': timeZone = '' } = found;
  return { sent: { name: title, query, toldBy, timeZone, url: `${language}://reader:{{password}}@` } };
}
