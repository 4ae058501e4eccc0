import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { listShops } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { shopOf, textOf, whyOf } from './form-values.ts';
import { csvOf } from './honey/csv-of.ts';
import { openCard } from './honey/open-card.ts';
import { copyOf, listWriters, writerOf } from './honey/shops/store-writers.ts';
import { stateOf } from './honey/state-of.ts';
import { type HoneyId, listHoneys, takeHoney } from './honey/store-honeys.ts';
import { addHoneyShopRoutes } from './honey-shop-routes.tsx';
import { listSignals } from './store.ts';
import { lookForHoneys } from './verbs/look-for-honeys.ts';
import { makeHoneys } from './verbs/make-honeys.ts';
import { placeHoney } from './verbs/place-honey.ts';
import { retireHoney } from './verbs/retire-honey.ts';
import { HoneyPage } from './views/honey-page.tsx';
import { HoneysPage, type Said } from './views/honeys-page.tsx';

/** The pages about honey customers: make them, place them, look for them in what was found. */
export function addHoneyRoutes(app: Hono<WebEnv>): void {
  app.get('/honeys', (c) => showHoneys(c));
  addHoneyShopRoutes(app);
  app.post('/honeys', makeThem);
  app.post('/honeys/look', lookInText);
  app.get('/honeys/:id', (c) => showHoney(c));
  app.get('/honeys/:id/card.csv', giveCard);
  app.post('/honeys/:id/place', place);
  app.post('/honeys/:id/retire', retire);
}

async function showHoneys(c: Context<WebEnv>, said: Said = {}): Promise<Response> {
  const { house, scope, t } = c.var;
  const view = await house.state.inOrg(scope.org, async (db) => ({
    shops: await listShops(db),
    honeys: await listHoneys(db),
    writers: await listWriters(db),
    signals: (await listSignals(db)).filter((signal) => signal.rule === 'honey-customer'),
  }));
  return page(c, {
    step: 'detect',
    title: t('detect.honeys.title'),
    heading: t('detect.honeys.heading', { placed: view.honeys.filter((row) => row.placed_at !== null).length }),
    lead: t('detect.honeys.lead'),
    crumbs: [{ href: '/detect', label: t('detect.signals.title') }],
    ...(said.wrong === undefined ? {} : { status: 400 }),
    body: <HoneysPage {...view} said={said} mayConfigure={may(scope.actor.role, 'configure')} mayLook={may(scope.actor.role, 'respond')} />,
  });
}

async function makeThem(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.formData();
  const other = textOf(form.get('other')).trim();
  const places = [...form.getAll('place').map(textOf), other].filter((one) => one !== '');
  const domain = textOf(form.get('domain'));
  try {
    await makeHoneys(c.var.scope, { shop: shopOf(form.get('shop')), places, domain });
  } catch (thrown) {
    return showHoneys(c, { wrong: whyOf(thrown, ['INPUT_INVALID']), domain });
  }
  return c.redirect('/detect/honeys', 303);
}

async function lookInText(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.formData();
  const { looked, found } = await lookForHoneys(c.var.scope, { text: textOf(form.get('text')), where: textOf(form.get('where')) });
  return showHoneys(c, { looked, found: found.map((one) => one.place) });
}

async function showHoney(c: Context<WebEnv>, wrong?: string): Promise<Response> {
  const { house, scope, t } = c.var;
  const row = await house.state.inOrg(scope.org, (db) => takeHoney(db, idOf(c)));
  const { signals, writer, copy } = await house.state.inOrg(scope.org, async (db) => ({
    signals: await listSignals(db),
    writer: await writerOf(db, row.shop_id),
    copy: await copyOf(db, row.id),
  }));
  const mayConfigure = may(scope.actor.role, 'configure');
  return page(c, {
    step: 'detect',
    title: row.place,
    heading: row.place,
    lead: t(`detect.honeys.state.${stateOf(row)}.means`),
    crumbs: [
      { href: '/detect', label: t('detect.signals.title') },
      { href: '/detect/honeys', label: t('detect.honeys.title') },
    ],
    ...(wrong === undefined ? {} : { status: 400 }),
    body: (
      <HoneyPage
        honey={row}
        writer={writer}
        copy={copy}
        card={mayConfigure ? openCard(scope, row) : null}
        signals={signals.filter((signal) => signal.rule === 'honey-customer' && signal.facts.honey === row.id)}
        wrong={wrong}
      />
    ),
  });
}

/** The person as a file that shops, newsletter tools and customer lists import. */
async function giveCard(c: Context<WebEnv>): Promise<Response> {
  const { house, scope } = c.var;
  if (!may(scope.actor.role, 'configure')) throw new ShopbellError('NOT_ALLOWED', { permission: 'configure' });
  const row = await house.state.inOrg(scope.org, (db) => takeHoney(db, idOf(c)));
  c.header('Content-Type', 'text/csv; charset=utf-8');
  c.header('Content-Disposition', 'attachment; filename="customer.csv"');
  c.header('Cache-Control', 'no-store');
  return c.body(csvOf(openCard(scope, row)));
}

async function place(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.formData();
  const honey = idOf(c);
  const [customer, order, phone] = ['customer', 'order', 'phone'].map((name) => textOf(form.get(name)));
  try {
    await placeHoney(c.var.scope, { honey, customer, order, ...(phone === undefined || phone.trim() === '' ? {} : { phone }) });
  } catch (thrown) {
    return showHoney(c, whyOf(thrown, ['INPUT_INVALID']));
  }
  return c.redirect(`/detect/honeys/${honey}`, 303);
}

async function retire(c: Context<WebEnv>): Promise<Response> {
  await retireHoney(c.var.scope, { honey: idOf(c) });
  return c.redirect('/detect/honeys', 303);
}

function idOf(c: Context): HoneyId {
  const id = c.req.param('id');
  if (!isId('honey', id)) throw new ShopbellError('NOT_FOUND', { what: 'honey customer' });
  return id;
}
