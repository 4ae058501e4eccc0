import { type Context, Hono } from 'hono';
import type { DataCategory } from '#kernel/people.ts';
import { findPublicShop } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { Time } from '#web/components/time.tsx';
import { publicPage } from '#web/public-page.tsx';
import type { WebEnv } from '#web/types.ts';
import { pageBlocks } from './checks/page-blocks.ts';
import { escapeHtml } from './checks/render-letter.ts';
import { affectedByCode, readPublicPage } from './readers.ts';
import type { PublicPageRow } from './store.ts';
import { noticeTables } from './tables.ts';
import { IncidentPage } from './views/incident-page.tsx';

const ADDRESS = '/:slug/:number{20[0-9]{2}-[0-9]{3,}}';

/** Customers' pages, mounted at `/p`: `/p/{shop}/{case number}`, with an Atom feed. They work without scripts. */
export function publicRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get(ADDRESS, (c) => show(c, null));
  // Guessing is hopeless: a code has 44 random bits, and an answer tells kinds of data only.
  app.post(ADDRESS, async (c) => {
    const form = await c.req.parseBody();
    return show(c, typeof form.code === 'string' ? form.code : '');
  });
  app.get(`${ADDRESS}/feed`, async (c) => {
    const found = await find(c);
    if (found === null) return missing(c);
    return c.body(feed(found, `${c.var.house.publicUrl}${pathOf(c)}`), 200, { 'content-type': 'application/atom+xml; charset=utf-8' });
  });
  return app;
}

interface Found {
  readonly shop: Shop;
  readonly page: PublicPageRow;
  readonly versions: readonly PublicPageRow[];
}

async function find(c: Context<WebEnv>): Promise<Found | null> {
  const { house } = c.var;
  const shop = await findPublicShop(house.state, c.req.param('slug') ?? '');
  if (shop === null) return null;
  const versions = await readPublicPage(house, shop.org, shop.id, c.req.param('number') ?? '');
  const [page] = versions;
  return page ? { shop, page, versions } : null;
}

async function show(c: Context<WebEnv>, code: string | null): Promise<Response> {
  const found = await find(c);
  if (found === null) return missing(c);
  const { shop, page, versions } = found;
  const { house, t, locale } = c.var;
  // The letter speaks in the shop's time; the page around it must not speak in another.
  c.set('timeZone', shop.timeZone);
  const tables = noticeTables();
  const answer: readonly DataCategory[] | 'none' | null =
    code === null ? null : ((await affectedByCode(house, shop.org, page.notice_id, code)) ?? 'none');
  const path = pathOf(c);
  return publicPage(c, {
    title: page.content.subject,
    heading: page.content.language === locale ? page.content.opening : <span lang={page.content.language}>{page.content.opening}</span>,
    meta: (
      <>
        {t('tell.page.updated')} <Time at={page.at} />
      </>
    ),
    brand: shop.name,
    indexed: true,
    feeds: [{ href: `${path}/feed`, type: 'application/atom+xml', title: page.content.subject }],
    body: (
      <IncidentPage
        path={path}
        page={page}
        versions={versions}
        blocks={pageBlocks(page.content, tables)}
        words={tables.categories}
        language={locale}
        answer={answer}
      />
    ),
  });
}

function pathOf(c: Context<WebEnv>): string {
  return `/p/${encodeURIComponent(c.req.param('slug') ?? '')}/${c.req.param('number') ?? ''}`;
}

function missing(c: Context<WebEnv>): Promise<Response> {
  const { t } = c.var;
  return publicPage(c, {
    title: t('tell.page.missing'),
    heading: t('tell.page.missing'),
    body: <p>{t('tell.page.missing-text')}</p>,
    status: 404,
  });
}

function feed({ shop, page, versions }: Found, url: string): string {
  const entries = versions.map(
    (version) =>
      `<entry><id>${escapeHtml(`${url}#${version.version}`)}</id><title>${escapeHtml(version.content.subject)}</title><updated>${version.at.toISOString()}</updated><link href="${escapeHtml(url)}"/><content type="text">${escapeHtml(version.note === '' ? version.content.happened : version.note)}</content></entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>${escapeHtml(url)}</id><title>${escapeHtml(page.content.subject)}</title><updated>${page.at.toISOString()}</updated><author><name>${escapeHtml(shop.name)}</name></author><link href="${escapeHtml(url)}"/>${entries.join('')}</feed>\n`;
}
