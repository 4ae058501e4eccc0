import { Hono } from 'hono';
import { listShops } from '#registry/index.ts';
import { formatTime } from '#web/components/time.tsx';
import { page } from '#web/page.tsx';
import { arrangeNeeds } from './arrange-needs.ts';
import type { OverviewEnv } from './overview-env.ts';
import { OverviewPage } from './overview-page.tsx';
import { partOfDay } from './part-of-day.ts';

/** The first page of the console. */
export function overviewRoutes(): Hono<OverviewEnv> {
  const app = new Hono<OverviewEnv>();
  app.get('/', async (c) => {
    const { house, scope, t, locale, timeZone = 'UTC', glances = new Map(), nav } = c.var;
    const now = house.clock.now();
    const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
    const needs = arrangeNeeds([...glances.values()].flatMap((glance) => glance.needs));
    return page(c, {
      step: 'overview',
      title: t('app.overview.title'),
      heading: `${t('app.overview.greeting', { part: partOfDay(now, timeZone) })} ${t('app.overview.heading', { count: needs.length })}`,
      lead: formatTime(now, locale, timeZone),
      body: <OverviewPage now={now} shops={shops} needs={needs} glances={glances} badges={nav} />,
    });
  });
  return app;
}
