import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { instantOf } from '#kernel/local-time.ts';
import { may } from '#kernel/permissions.ts';
import { addMs, DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { findShop, listShops } from '#registry/index.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { addCheckRoutes } from './check-routes.tsx';
import { headingOf } from './heading-of.ts';
import { addJourneyRoutes } from './journeys/journey-routes.tsx';
import { repeats } from './next-work.ts';
import { addOrderRoutes } from './order-routes.tsx';
import { addPlaceRoutes } from './place-routes.tsx';
import { listPlannedWork } from './planned-work.ts';
import { addQueueRoutes } from './queues/queue-routes.tsx';
import { readFlapSpans } from './read-flap-spans.ts';
import { readSlots } from './read-history.ts';
import { addReportRoutes } from './report/report-routes.tsx';
import { addServiceRoutes } from './services/service-routes.tsx';
import { addShopRoutes } from './shops/shop-routes.tsx';
import { addStatusRoutes } from './status/status-routes.tsx';
import { listChecks } from './store.ts';
import { closeWork } from './verbs/close-work.ts';
import { planWork } from './verbs/plan-work.ts';
import { Overview } from './views/overview.tsx';
import { addWallRoutes } from './wall/wall-routes.tsx';

type Ask = Context<WebEnv>;

/** The console's pages of this room, mounted at `/watch`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', (c) => showOverview(c));
  addOrderRoutes(app);
  addCheckRoutes(app);
  addJourneyRoutes(app);
  addPlaceRoutes(app);
  addServiceRoutes(app);
  addQueueRoutes(app);
  addStatusRoutes(app);
  addShopRoutes(app);
  addWallRoutes(app);
  addReportRoutes(app);
  app.post('/work', takeWork);
  app.post('/work/:id/end', async (c) => {
    const work = c.req.param('id');
    if (!isId('work', work)) throw new ShopbellError('NOT_FOUND', { what: 'work' });
    const { forGood } = await c.req.parseBody();
    await closeWork(c.var.scope, { work, forGood: forGood === 'yes' });
    return c.redirect('/watch', 303);
  });
  return app;
}

async function showOverview(c: Ask, workError?: string): Promise<Response> {
  const { house, scope, t } = c.var;
  const now = house.clock.now();
  const { checks, shops, planned, spans } = await house.state.inOrg(scope.org, async (db) => {
    const all = await listChecks(db, scope.org);
    const spans = await readFlapSpans(db, all, addMs(now, -DAY), now);
    return { planned: await listPlannedWork(db), checks: all, shops: await listShops(db), spans };
  });
  const slots = await readSlots(house, scope.org, addMs(now, -DAY), HOUR);
  return page(c, {
    step: 'watch',
    title: t('watch.name'),
    heading: headingOf(checks, checks.length, t),
    lead: t('watch.lead'),
    actions: (
      <>
        <ButtonLink href="/watch/shops">{t('watch.shops.title')}</ButtonLink>
        <ButtonLink href="/watch/orders">{t('watch.orders.title')}</ButtonLink>
        <ButtonLink href="/watch/places">{t('watch.places.title')}</ButtonLink>
        <ButtonLink href="/watch/systems">{t('watch.services.title')}</ButtonLink>
        <ButtonLink href="/watch/queues">{t('watch.queues.title')}</ButtonLink>
        <ButtonLink href="/watch/new">{t('watch.add.heading')}</ButtonLink>
        <ButtonLink href="/watch/status">{t('watch.status.console')}</ButtonLink>
      </>
    ),
    ...(workError === undefined ? {} : { status: 400 }),
    body: <Overview {...{ checks, shops, slots, spans, now, planned, workError }} mayPlan={may(scope.actor.role, 'operate')} />,
  });
}

/** The form's time is the shop's own. */
async function takeWork(c: Ask): Promise<Response> {
  const { house, scope } = c.var;
  const form = await c.req.formData();
  const shop = String(form.get('shop') ?? '');
  const [, day, hours, minutes] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(String(form.get('from') ?? '')) ?? [];
  try {
    if (!isId('shop', shop)) throw new ShopbellError('INPUT_INVALID', { reason: 'shop: choose a shop' });
    if (day === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'from: must be a day and a time' });
    const { timeZone } = await house.state.inOrg(scope.org, (db) => findShop(db, shop));
    const from = instantOf({ day, minutes: Number(hours) * 60 + Number(minutes) }, timeZone);
    const to = from + Number(form.get('minutes') ?? Number.NaN) * MINUTE;
    const every = repeats.find((one) => one === form.get('repeats')) ?? null;
    await planWork(scope, { shop, from: new Date(from), to: new Date(to), why: String(form.get('why') ?? ''), repeats: every });
    return c.redirect('/watch', 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showOverview(c, thrown.message);
  }
}
