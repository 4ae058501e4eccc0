import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { formatTime } from '#web/components/time.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { gravestFirst, judgeShop } from './judge-shop.ts';
import { judgeVisits } from './judge-visits.ts';
import { readShops } from './read-shops.ts';
import { readVisits } from './read-visits.ts';
import { ShopPage } from './views/shop-page.tsx';
import { ShopsPage } from './views/shops-page.tsx';
import { wordsOfCause } from './views/words-of-cause.ts';

type Ask = Context<WebEnv>;

/** All shops in a table, and each as the way of its last hour: mounted at `/watch/shops`. */
export function addShopRoutes(app: Hono<WebEnv>): void {
  app.get('/shops', showShops);
  app.get('/shops/:shop', showShop);
}

async function showShops(c: Ask): Promise<Response> {
  const { house, scope, t, locale, timeZone = 'UTC' } = c.var;
  const now = house.clock.now();
  const stands = (await readShops(house, scope.org, { t, locale })).map((facts) => judgeShop(facts, now)).sort(gravestFirst);
  const count = (tone: string) => stands.filter((stand) => stand.tone === tone).length;
  return page(c, {
    step: 'watch',
    title: t('watch.shops.title'),
    heading: t('watch.shops.heading', { bad: count('bad') + count('warn'), unknown: count('unknown'), all: stands.length }),
    lead: formatTime(now, locale, timeZone),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
    actions: <ButtonLink href="/watch/walls">{t('watch.wall.title')}</ButtonLink>,
    body: <ShopsPage stands={stands} />,
  });
}

async function showShop(c: Ask): Promise<Response> {
  const { house, scope, t, locale, timeZone = 'UTC' } = c.var;
  const id = c.req.param('shop') ?? '';
  const now = house.clock.now();
  const all = isId('shop', id) ? await readShops(house, scope.org, { t, locale }) : [];
  const facts = all.find(({ shop }) => shop.id === id);
  if (facts === undefined) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  const stand = judgeShop(facts, now);
  const visits = judgeVisits(await readVisits(house, scope.org, facts.shop, now));
  return page(c, {
    step: 'watch',
    title: facts.shop.name,
    heading: `${facts.shop.name}: ${wordsOfCause(stand.cause, t)}`,
    lead: formatTime(now, locale, timeZone),
    crumbs: [
      { href: '/watch', label: t('watch.name') },
      { href: '/watch/shops', label: t('watch.shops.title') },
    ],
    actions: (
      <>
        <ButtonLink href={`/watch/report/${facts.shop.id}`}>{t('watch.report.title')}</ButtonLink>
        <ButtonLink href={`/settings/shops/${facts.shop.id}`}>{t('watch.settings.heading')}</ButtonLink>
      </>
    ),
    body: <ShopPage stand={stand} visits={visits} checks={facts.checks} now={now} />,
  });
}
