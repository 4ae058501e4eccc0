import { type Context, Hono } from 'hono';
import type { Scope } from '#engines/verb.ts';
import { findPublicShop, publicSlug } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { makeAskLimit } from '#web/limit-asks.ts';
import { publicPage } from '#web/public-page.tsx';
import type { WebEnv } from '#web/types.ts';
import { checkMessage } from './verbs/check-message.ts';
import { reportSuspicion } from './verbs/report-suspicion.ts';
import { AnswerPage, wordsOfAnswer } from './views/answer-page.tsx';
import { CheckPage } from './views/check-page.tsx';

/** Customers' pages, mounted at `/p`: `/p/{shop}/check` and `/p/{shop}/report`. They work without scripts. */
export function publicRoutes(): Hono<WebEnv> {
  const limit = makeAskLimit();
  const app = new Hono<WebEnv>();

  app.get('/:slug/check', async (c) => {
    const shop = await findPublicShop(c.var.house.state, c.req.param('slug'));
    if (shop === null) return noShop(c);
    const { t } = c.var;
    const title = t('teach.check.heading', { shop: shop.name });
    return publicPage(c, {
      title,
      heading: title,
      lead: t('teach.check.lead'),
      brand: shop.name,
      indexed: true,
      body: <CheckPage shop={shop.name} slug={publicSlug(shop)} />,
    });
  });

  app.post('/:slug/check', async (c) => {
    const shop = await findPublicShop(c.var.house.state, c.req.param('slug'));
    if (shop === null) return noShop(c);
    const wait = limit.take(shop.id, addressOf(c), c.var.house.clock.now().getTime());
    if (wait > 0) return tooMany(c, shop, wait);
    const form = await c.req.parseBody();
    const answer = await checkMessage(customerOf(c, shop), { shop: shop.id, code: field(form.code), address: field(form.address) });
    const words = wordsOfAnswer(answer, shop.name, c.var.t);
    return publicPage(c, {
      title: words.heading,
      heading: words.heading,
      lead: words.lead,
      brand: shop.name,
      body: <AnswerPage answer={answer} shop={shop.name} slug={publicSlug(shop)} steps={words.steps} />,
    });
  });

  app.post('/:slug/report', async (c) => {
    const shop = await findPublicShop(c.var.house.state, c.req.param('slug'));
    if (shop === null) return noShop(c);
    const wait = limit.take(shop.id, addressOf(c), c.var.house.clock.now().getTime());
    if (wait > 0) return tooMany(c, shop, wait);
    const { t } = c.var;
    const { host } = await reportSuspicion(customerOf(c, shop), { shop: shop.id, address: field((await c.req.parseBody()).address) });
    const title = t('teach.report.heading', { shop: shop.name, host });
    return publicPage(c, {
      title,
      heading: title,
      lead: t('teach.report.lead'),
      brand: shop.name,
      body: <AgainLink slug={publicSlug(shop)} words={t('teach.answer.again')} />,
    });
  });

  return app;
}

function AgainLink({ slug, words }: { readonly slug: string; readonly words: string }) {
  return (
    <p>
      <a href={`/p/${slug}/check`}>{words}</a>
    </p>
  );
}

function customerOf(c: Context<WebEnv>, shop: Shop): Scope {
  return { house: c.var.house, org: shop.org, actor: { kind: 'customer', id: 'public', role: 'public' } };
}

function noShop(c: Context<WebEnv>): Promise<Response> {
  const title = c.var.t('teach.no-shop.heading');
  return publicPage(c, { title, heading: title, lead: c.var.t('teach.no-shop.lead'), body: null, status: 404 });
}

function tooMany(c: Context<WebEnv>, shop: Shop, seconds: number): Promise<Response> {
  const title = c.var.t('teach.too-many.heading');
  c.header('Retry-After', String(seconds));
  const lead = c.var.t('teach.too-many.lead', { minutes: Math.ceil(seconds / 60) });
  return publicPage(c, { title, heading: title, lead, brand: shop.name, body: null, status: 429 });
}

function field(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function addressOf(c: Context<WebEnv>): string {
  return c.var.clientAddress ?? 'unknown';
}
