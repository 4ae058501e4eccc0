import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { categories } from '../../world/catalogue.ts';
import { databaseDump } from '../customers-csv.ts';
import { productPicture } from '../product-picture.ts';
import { notFound } from '../render.tsx';
import type { ShopParts } from '../shop-env.ts';

const asset = (name: string): string => readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8');
const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
const text = { 'content-type': 'text/plain; charset=utf-8' };

/** Static files, and the files that machines look for. */
export function plainRoutes(parts: ShopParts): Hono {
  const { store, links, weaknesses } = parts;
  const app = new Hono();
  const kept = { 'cache-control': 'public, max-age=3600' };
  for (const name of ['shop.css', 'pages.css', 'shop.js', 'mark.svg', 'shopfront.svg']) {
    const body = asset(name);
    app.get(`/assets/${name}`, (c) => c.body(body, 200, { 'content-type': types[name.split('.').at(-1) ?? ''] ?? 'text/plain', ...kept }));
  }
  const pictures = new Map([...store.products.values()].map((each) => [`${each.slug}.svg`, productPicture(each)]));
  app.get('/assets/goods/:picture', (c) => {
    const picture = pictures.get(c.req.param('picture'));
    return picture ? c.body(picture, 200, { 'content-type': 'image/svg+xml', ...kept }) : notFound(c, parts);
  });
  app.get('/favicon.ico', (c) => c.redirect('/assets/mark.svg', 301));
  app.get('/robots.txt', (c) =>
    c.body(`User-agent: *\nDisallow: /account\nDisallow: /admin\nSitemap: ${links.shop()}/sitemap.xml\n`, 200, text),
  );
  app.get('/sitemap.xml', (c) => {
    const paths = [
      '/',
      '/catalogue',
      ...categories.map((each) => `/catalogue/${each.slug}`),
      ...[...store.products.keys()].map((slug) => `/product/${slug}`),
    ];
    const urls = paths.map((path) => `<url><loc>${links.shop()}${path}</loc></url>`).join('');
    const xml = `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`;
    return c.body(xml, 200, { 'content-type': 'application/xml' });
  });
  app.get('/.well-known/security.txt', (c) =>
    c.body(`Contact: mailto:security@mail.practice-shop.test\nExpires: 2030-01-01T00:00:00Z\nPreferred-Languages: en\n`, 200, text),
  );
  app.get('/.well-known/practice-shop', (c) => c.body(links.runToken, 200, text));
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/backup.sql', (c) => {
    if (!weaknesses.dump) return notFound(c, parts);
    return c.body(databaseDump(store.customers.values(), store.orders.values()), 200, { 'content-type': 'application/sql' });
  });
  return app;
}
