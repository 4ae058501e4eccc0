import { Hono } from 'hono';
import { categories } from '../../world/catalogue.ts';
import { notFound, render } from '../render.tsx';
import type { ShopParts } from '../shop-env.ts';
import { HomeView, ProductView, ShelfView } from '../views/goods.tsx';

/** Home, shelves, product pages and search: what anybody may see. */
export function goodsRoutes(parts: ShopParts): Hono {
  const app = new Hono();
  const all = [...parts.store.products.values()];
  const front = all.filter((_, index) => index % 6 === 1);
  app.get('/', (c) => render(c, parts, { title: 'Welcome', body: <HomeView goods={front} /> }));
  app.get('/catalogue', (c) =>
    render(c, parts, {
      title: 'All goods',
      body: <ShelfView heading="All goods" line={`${all.length} things, none of them real`} goods={all} />,
    }),
  );
  app.get('/catalogue/:shelf', (c) => {
    const shelf = categories.find((each) => each.slug === c.req.param('shelf'));
    if (!shelf) return notFound(c, parts);
    const goods = all.filter((each) => each.category === shelf.slug);
    return render(c, parts, { title: shelf.name, body: <ShelfView heading={shelf.name} line={shelf.line} goods={goods} /> });
  });
  app.get('/product/:slug', (c) => {
    const product = parts.store.products.get(c.req.param('slug'));
    if (!product) return notFound(c, parts);
    const beside = all.filter((each) => each.category === product.category && each !== product).slice(0, 4);
    const scripts = [`${parts.links.scripts}/reviews.js`];
    return render(c, parts, { title: product.name, body: <ProductView product={product} beside={beside} />, scripts });
  });
  app.get('/search', (c) => {
    const query = (c.req.query('q') ?? '').slice(0, 80);
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const goods = all.filter((each) => words.every((word) => `${each.name} ${each.blurb} ${each.category}`.toLowerCase().includes(word)));
    const body = <ShelfView heading={`“${query}”`} line={`${goods.length} found`} goods={goods} />;
    return render(c, parts, { title: 'Search', body, query });
  });
  return app;
}
