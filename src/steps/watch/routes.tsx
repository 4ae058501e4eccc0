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
import { PIECE } from './checks/hours-of-day.ts';
import { addOrderRoutes } from './order-routes.tsx';
import { listPlannedWork } from './planned-work.ts';
import { readTarget } from './read-add-form.ts';
import { readChanges } from './read-changes.ts';
import { readPhases, readSlots } from './read-history.ts';
import { addStatusRoutes } from './status/status-routes.tsx';
import { checkOf, listChecks, watchTables } from './store.ts';
import { addCheck } from './verbs/add-check.ts';
import { closeWork } from './verbs/close-work.ts';
import { pauseCheck } from './verbs/pause-check.ts';
import { planWork } from './verbs/plan-work.ts';
import { removeCheck } from './verbs/remove-check.ts';
import { AddForm } from './views/add-form.tsx';
import { BeatPage } from './views/beat-page.tsx';
import { CheckPage } from './views/check-page.tsx';
import { Overview, StatePill } from './views/overview.tsx';

type Ask = Context<WebEnv>;

/** The console's pages of this room, mounted at `/watch`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', (c) => showOverview(c));
  addOrderRoutes(app);
  addStatusRoutes(app);
  app.get('/checks/:id', showCheck);
  app.post('/checks', takeNew);
  app.post('/work', takeWork);
  app.post('/work/:id/end', async (c) => {
    const work = c.req.param('id');
    if (!isId('work', work)) throw new ShopbellError('NOT_FOUND', { what: 'work' });
    await closeWork(c.var.scope, { work });
    return c.redirect('/watch', 303);
  });
  app.post('/checks/:id/pause', async (c) => {
    const check = idOf(c);
    const form = await c.req.formData();
    await pauseCheck(c.var.scope, { check, paused: form.get('paused') === 'yes' });
    return c.redirect(`/watch/checks/${check}`, 303);
  });
  app.post('/checks/:id/remove', async (c) => {
    await removeCheck(c.var.scope, { check: idOf(c) });
    return c.redirect('/watch', 303);
  });
  return app;
}

async function showOverview(c: Ask, workError?: string): Promise<Response> {
  const { house, scope, t } = c.var;
  const now = house.clock.now();
  const { checks, shops, planned } = await house.state.inOrg(scope.org, async (db) => ({
    planned: await listPlannedWork(db),
    checks: await listChecks(db, scope.org),
    shops: await listShops(db),
  }));
  const slots = await readSlots(house, scope.org, addMs(now, -DAY), HOUR);
  const count = (state: string) => checks.filter((check) => check.standing.state === state).length;
  return page(c, {
    step: 'watch',
    title: t('watch.name'),
    heading: t('watch.heading', { down: count('down'), unknown: count('unknown'), all: checks.length }),
    lead: t('watch.lead'),
    actions: (
      <>
        <ButtonLink href="/watch/orders">{t('watch.orders.title')}</ButtonLink>
        <ButtonLink href="/watch/status">{t('watch.status.console')}</ButtonLink>
      </>
    ),
    ...(workError === undefined ? {} : { status: 400 }),
    body: <Overview {...{ checks, shops, slots, now, planned, workError }} mayPlan={may(scope.actor.role, 'operate')} />,
  });
}

async function showCheck(c: Ask): Promise<Response> {
  const { house, scope, t } = c.var;
  const id = idOf(c);
  const now = house.clock.now();
  const { row, changes } = await house.state.inOrg(scope.org, async (db) => ({
    row: await watchTables(db)
      .selectFrom('watch_checks')
      .selectAll()
      .where('org_id', '=', scope.org)
      .where('check_id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
    changes: await readChanges(db, id),
  }));
  if (!row) throw new ShopbellError('NOT_FOUND', { what: 'check' });
  const check = checkOf(row);
  const since = addMs(now, -DAY);
  const [hours, pieces, phases] = await Promise.all([
    readSlots(house, scope.org, since, HOUR),
    readSlots(house, scope.org, since, PIECE),
    readPhases(house, scope.org, id, since),
  ]);
  const props = { check, changes, phases, now, addedAt: row.added_at, hours: hours.get(id) ?? [], pieces: pieces.get(id) ?? [] };
  return page(c, {
    step: 'watch',
    title: check.name,
    heading: t(`watch.check.heading-${check.paused ? 'paused' : check.standing.state}`, { name: check.name }),
    lead: check.standing.reason,
    crumbs: [{ href: '/watch', label: t('watch.name') }],
    actions: <StatePill check={check} />,
    body: <CheckPage {...props} />,
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
    await planWork(scope, { shop, from: new Date(from), to: new Date(to), why: String(form.get('why') ?? '') });
    return c.redirect('/watch', 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showOverview(c, thrown.message);
  }
}

async function takeNew(c: Ask): Promise<Response> {
  const { house, scope, t } = c.var;
  const form = Object.fromEntries([...(await c.req.formData())].map(([key, value]) => [key, String(value)]));
  try {
    const shop = form.shop ?? '';
    if (!isId('shop', shop)) throw new ShopbellError('INPUT_INVALID', { reason: 'shop: choose a shop' });
    const everyMs = Math.round(Number(form.seconds ?? 20) * 1_000);
    const { check, token } = await addCheck(scope, { shop, name: form.name ?? '', target: readTarget(form), everyMs });
    if (token === null) return c.redirect(`/watch/checks/${check}`, 303);
    const url = `${house.publicUrl}/in/beat/${token}`;
    return page(c, {
      step: 'watch',
      title: t('watch.beat.heading'),
      heading: t('watch.beat.heading'),
      body: <BeatPage url={url} check={check} />,
    });
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
    return page(c, {
      step: 'watch',
      title: t('watch.add.heading'),
      heading: t('watch.add.heading'),
      crumbs: [{ href: '/watch', label: t('watch.name') }],
      body: <AddForm shops={shops} error={thrown.message} sent={form} />,
      status: 400,
    });
  }
}

function idOf(c: Ask): `chk_${string}` {
  const id = c.req.param('id') ?? '';
  if (!isId('chk', id)) throw new ShopbellError('NOT_FOUND', { what: 'check' });
  return id;
}
