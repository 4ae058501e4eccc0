import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type ShopId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { agentLine, collectorConfig, findShop, listShops, prometheusConfig } from '#registry/index.ts';
import { EmptyState } from '#web/components/empty-state.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { readShopChanges } from '../changes/read-shop-changes.ts';
import { describeService } from '../verbs/describe-service.ts';
import { expectPeak } from '../verbs/expect-peak.ts';
import { removeSlo } from '../verbs/remove-slo.ts';
import { setSlo } from '../verbs/set-slo.ts';
import { forecastsOf } from './forecast/forecasts-of.ts';
import { findExpectation } from './forecast/store.ts';
import { showMachine } from './machine-routes.tsx';
import type { SystemRef } from './make-map.ts';
import { readBudget } from './read-budget.ts';
import { readSeries } from './read-series.ts';
import type { ServiceLook } from './service-look.ts';
import { criticalities, listNotes, listSlos, serviceTables, sloKinds, takeServiceLook } from './store.ts';
import type { GoalForm } from './views/goal-form.tsx';
import type { PeakForm } from './views/peak-card.tsx';
import { SystemPage } from './views/system-page.tsx';
import { SystemsPage } from './views/systems-page.tsx';
import { hrefOfSystem, titleOf } from './views/words.ts';
import { joinChanges, releasesIn } from './what-changed.ts';

type Ask = Context<WebEnv>;

/** The pages about a shop's systems, mounted at `/watch/systems`. */
export function addServiceRoutes(app: Hono<WebEnv>): void {
  app.get('/systems', (c) => showSystems(c));
  app.get('/systems/one', (c) => {
    const [shop, name] = [c.req.query('shop') ?? '', c.req.query('name') ?? ''];
    if (!isId('shop', shop) || name === '') throw new ShopbellError('NOT_FOUND', { what: 'system' });
    return showSystem(c, shop, { name, outside: c.req.query('outside') === 'yes' });
  });
  app.get('/systems/machine', showMachine);
  app.post('/systems/:shop/peak', takeExpectation);
  app.get('/systems/slo/:slo', leadToSlo);
  app.post('/systems/slos/:slo/remove', async (c) => {
    const slo = c.req.param('slo');
    if (!isId('slo', slo)) throw new ShopbellError('NOT_FOUND', { what: 'slo' });
    const { shop, service } = await removeSlo(c.var.scope, { slo });
    return c.redirect(hrefOfSystem(shop, { name: service, outside: false }), 303);
  });
  app.post('/systems/:shop/slos', takeSlo);
  app.post('/systems/:shop/describe', takeDescription);
}

async function showSystems(c: Ask, sent?: PeakForm): Promise<Response> {
  const { house, scope, t } = c.var;
  const asked = c.req.query('shop') ?? c.req.param('shop');
  const found = await house.state.inOrg(scope.org, async (db) => {
    const shops = await listShops(db);
    const shop = asked === undefined ? shops[0] : shops.find(({ id }) => id === asked);
    if (asked !== undefined && shop === undefined) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
    if (shop === undefined) return null;
    const [seen, notes, slos] = [await takeServiceLook(db, shop.id), await listNotes(db, shop.id), await listSlos(db, shop.id)];
    return { shops, shop, seen, notes, slos, expected: await findExpectation(db, shop.id) };
  });
  const frame = {
    step: 'watch',
    title: t('watch.services.title'),
    lead: t('watch.services.lead'),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
    heading: headingOf(found?.seen?.look ?? null, t),
  } as const;
  if (found === null) return page(c, { ...frame, body: <EmptyState heading={t('watch.orders.none')} /> });
  const now = house.clock.now().getTime();
  const { shop, expected } = found;
  const forecasts = await forecastsOf({ telemetry: house.telemetry, org: scope.org, shop: shop.id, now }, { of: null, expected });
  const room = { shop, forecasts, expected, now, sent, mayChange: may(scope.actor.role, 'configure') };
  const ready = {
    agent: agentLine(house.publicUrl),
    config: collectorConfig(house.publicUrl),
    prometheus: prometheusConfig(house.publicUrl),
  };
  return page(c, {
    ...frame,
    ...(sent === undefined ? {} : { status: 400 }),
    body: <SystemsPage {...{ ...found, ...ready, room }} />,
  });
}

/** What needs somebody now. */
function headingOf(look: ServiceLook | null, t: Ask['var']['t']): string {
  if (look === null) return t('watch.services.heading-none');
  const count = (state: string) => look.systems.filter((one) => one.state === state).length;
  const [bad, unusual] = [count('bad'), count('unusual')];
  if (bad > 0) return t('watch.services.heading-bad', { count: bad });
  if (unusual > 0) return t('watch.services.heading-unusual', { count: unusual });
  const machines = look.machines ?? [];
  const full = machines.filter(({ state }) => state === 'full').length;
  if (full > 0) return t('watch.services.heading-machines-full', { count: full });
  if (count('unwatched') === look.systems.length && machines.every(({ state }) => state === 'unwatched'))
    return t('watch.services.heading-unwatched');
  if (look.systems.length === 0)
    return t('watch.services.heading-machines', { count: machines.filter(({ state }) => state === 'fine').length });
  return t('watch.services.heading-fine', { count: count('fine') + count('few') });
}

interface Refused {
  readonly goal?: GoalForm;
  readonly wrong?: string;
}

async function showSystem(c: Ask, id: ShopId, system: SystemRef, { goal, wrong }: Refused = {}): Promise<Response> {
  const { house, scope, t, person } = c.var;
  const now = house.clock.now();
  const found = await house.state.inOrg(scope.org, async (db) => ({
    shop: await findShop(db, id),
    look: (await takeServiceLook(db, id))?.look ?? null,
    notes: await listNotes(db, id),
    slos: (await listSlos(db, id)).filter(({ service }) => service === system.name && !system.outside),
    expected: await findExpectation(db, id),
  }));
  const told = await readShopChanges(house, { org: scope.org, shop: id, from: addMs(now, -DAY), to: now, states: true });
  const place = { telemetry: house.telemetry, org: scope.org, shop: id, now: now.getTime() };
  const pieces = await readSeries(place, system, now.getTime());
  const before = await readSeries(place, system, now.getTime() - 7 * DAY);
  const of = { service: system.name, host: '' };
  const forecasts = system.outside ? null : await forecastsOf(place, { of, expected: found.expected });
  const budgets = new Map<string, Awaited<ReturnType<typeof readBudget>>>();
  for (const slo of found.slos) budgets.set(slo.slo, await readBudget(place, slo));
  const changes = joinChanges(told, releasesIn(pieces));
  const isIt = (one: SystemRef) => one.name === system.name && one.outside === system.outside;
  const seen = found.look?.systems.find(isIt) ?? null;
  if (seen === null && !found.notes.some(isIt) && found.slos.length === 0) throw new ShopbellError('NOT_FOUND', { what: 'system' });
  const edges = (found.look?.edges ?? []).filter(({ from, to }) => isIt(from) || isIt(to));
  return page(c, {
    step: 'watch',
    title: titleOf(system, found.notes),
    heading: titleOf(system, found.notes),
    lead: t(seen === null ? 'watch.services.lead-forgotten' : `watch.services.lead-${seen.kind}`),
    crumbs: [
      { href: '/watch', label: t('watch.name') },
      { href: `/watch/systems?shop=${id}`, label: t('watch.services.title') },
    ],
    ...(goal === undefined && wrong === undefined ? {} : { status: 400 }),
    body: (
      <SystemPage
        {...{ ...found, system, seen, edges, budgets, pieces, before, changes, forecasts, goal, wrong }}
        now={now.getTime()}
        judged={found.look?.slos ?? []}
        person={person?.id ?? null}
        mayChange={may(scope.actor.role, 'configure')}
      />
    ),
  });
}

/** Incidents know a goal by its id. */
async function leadToSlo(c: Ask): Promise<Response> {
  const { house, scope } = c.var;
  const slo = c.req.param('slo') ?? '';
  if (!isId('slo', slo)) throw new ShopbellError('NOT_FOUND', { what: 'slo' });
  const row = await house.state.inOrg(scope.org, (db) =>
    serviceTables(db).selectFrom('watch_slos').select(['shop_id', 'service']).where('slo_id', '=', slo).executeTakeFirst(),
  );
  return c.redirect(row === undefined ? '/watch/systems' : hrefOfSystem(row.shop_id, { name: row.service, outside: false }), 303);
}

/** `1,2` and `1.2`; nothing written is nothing said. */
async function takeExpectation(c: Ask): Promise<Response> {
  const shop = shopOf(c);
  const form = await c.req.formData();
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const number = (written: string): number | null => (written === '' ? null : Number(written.replace(',', '.')));
  const [growth, factor] = [text('growth'), text('factor')];
  try {
    await expectPeak(c.var.scope, { shop, growth: number(growth), factor: number(factor) });
    return c.redirect(`/watch/systems?shop=${shop}`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showSystems(c, { growth, factor, wrong: thrown.message });
  }
}

async function takeSlo(c: Ask): Promise<Response> {
  const shop = shopOf(c);
  const form = await c.req.formData();
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const [service, kind, withinMs] = [text('service'), text('kind'), text('withinMs')];
  try {
    await setSlo(c.var.scope, {
      ...{ shop, service, far: text('far'), kind: sloKinds.find((one) => one === kind) ?? 'availability' },
      ...{ target: Number(text('target').replace(',', '.')), withinMs: kind === 'latency' && withinMs !== '' ? Number(withinMs) : null },
    });
    return c.redirect(hrefOfSystem(shop, { name: service, outside: false }), 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    const goal = { far: text('far'), kind, withinMs, target: text('target'), wrong: thrown.message };
    return showSystem(c, shop, { name: service, outside: false }, { goal });
  }
}

async function takeDescription(c: Ask): Promise<Response> {
  const { scope, person } = c.var;
  const shop = shopOf(c);
  const form = await c.req.formData();
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const system = { name: text('system'), outside: text('outside') === 'yes' };
  const mine = form.get('mine') === 'yes' && isId('per', person?.id) ? person.id : null;
  try {
    await describeService(scope, {
      ...{ shop, system: system.name, outside: system.outside, name: text('name'), owner: text('owner'), place: text('place') },
      ...{ ownerId: mine, criticality: criticalities.find((one) => one === text('criticality')) ?? '' },
    });
    return c.redirect(hrefOfSystem(shop, system), 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showSystem(c, shop, system, { wrong: thrown.message });
  }
}

function shopOf(c: Ask): ShopId {
  const id = c.req.param('shop') ?? '';
  if (!isId('shop', id)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return id;
}
