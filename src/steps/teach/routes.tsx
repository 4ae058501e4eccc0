import { Hono } from 'hono';
import { addMs, DAY } from '#kernel/time.ts';
import { listShops, publicSlug } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { readAsks, readReported } from './read-asks.ts';
import { AsksPage } from './views/asks-page.tsx';

/** The console's page of this room, mounted at `/teach`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', async (c) => {
    const { house, scope, t } = c.var;
    const since = addMs(house.clock.now(), -30 * DAY);
    const { asks, reported, shops } = await house.state.inOrg(scope.org, async (db) => ({
      asks: await readAsks(db, scope.org, since),
      reported: await readReported(db, scope.org, since),
      shops: await listShops(db),
    }));
    const total = asks.reduce((sum, day) => sum + day.ours + day.notOurs + day.unknown, 0);
    return page(c, {
      step: 'teach',
      title: t('teach.name'),
      heading: t('teach.page.heading', { total }),
      lead: t('teach.page.lead'),
      body: (
        <AsksPage
          asks={asks}
          reported={reported}
          shops={shops.map((shop) => ({ id: shop.id, name: shop.name, url: `${house.publicUrl}/p/${publicSlug(shop)}/check` }))}
        />
      ),
    });
  });
  return app;
}
