import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import type { Id } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { listShops } from '#registry/index.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { findImpostor, listImpostors } from './readers.ts';
import { readBrand } from './store.ts';
import { judgeImpostor } from './verbs/judge-impostor.ts';
import { judgeNames } from './verbs/judge-names.ts';
import { setBrand } from './verbs/set-brand.ts';
import { BrandPage } from './views/brand-page.tsx';
import { ImpostorPage } from './views/impostor-page.tsx';
import { ImpostorsPage } from './views/impostors-page.tsx';
import { NamesPage } from './views/names-page.tsx';

const LARGEST_LIST = 20_000_000;

/** The console's pages of this room, mounted at `/unmask`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', (c) => showList(c, null));
  app.get('/names', showNames);
  app.post('/names', takeNames);
  app.get('/brands', showBrands);
  app.post('/brands/:shop', async (c) => {
    const form = await c.req.parseBody();
    const lines = (name: string) => linesOf(form[name]);
    await setBrand(c.var.scope, { shop: idOf('shop', c.req.param('shop')), words: lines('words'), own: lines('own'), safe: lines('safe') });
    return c.redirect('/unmask/brands', 303);
  });
  app.get('/impostors/:id', showImpostor);
  app.post('/impostors/:id', async (c) => {
    const form = await c.req.parseBody();
    const verdict = form.verdict === 'confirmed' || form.verdict === 'ours' ? form.verdict : 'dismissed';
    const note = typeof form.note === 'string' ? form.note : '';
    await judgeImpostor(c.var.scope, { impostor: idOf('imp', c.req.param('id')), verdict, note });
    return c.redirect('/unmask', 303);
  });
  return app;
}

async function showList(c: Context<WebEnv>, outcome: string | null): Promise<Response> {
  const { house, scope, t } = c.var;
  const { impostors, shops } = await house.state.inOrg(scope.org, async (db) => ({
    impostors: await listImpostors(db, scope.org),
    shops: await listShops(db),
  }));
  const open = impostors.filter((impostor) => impostor.state === 'open').length;
  return page(c, {
    step: 'unmask',
    title: t('unmask.name'),
    heading: t('unmask.heading', { open }),
    lead: t('unmask.lead'),
    actions: (
      <>
        <ButtonLink href="/unmask/names">{t('unmask.names.link')}</ButtonLink>
        <ButtonLink href="/unmask/brands">{t('unmask.brand.link')}</ButtonLink>
      </>
    ),
    body: <ImpostorsPage impostors={impostors} outcome={outcome} shopName={(id) => shops.find((shop) => shop.id === id)?.name ?? id} />,
  });
}

async function showNames(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
  const heading = t('unmask.names.heading');
  return page(c, {
    step: 'unmask',
    title: heading,
    heading,
    lead: t('unmask.names.lead'),
    crumbs: crumbs(c),
    body: <NamesPage shops={shops} />,
  });
}

async function takeNames(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.parseBody();
  const typed = typeof form.text === 'string' ? form.text : '';
  const file = form.file instanceof File ? form.file : null;
  if (file !== null && file.size > LARGEST_LIST) throw new ShopbellError('TOO_LARGE', { what: 'The list', limit: LARGEST_LIST });
  const text = `${typed}\n${file === null ? '' : await file.text()}`;
  const result = await judgeNames(c.var.scope, { shop: idOf('shop', typeof form.shop === 'string' ? form.shop : ''), text });
  return showList(c, c.var.t('unmask.names.outcome', result));
}

async function showBrands(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const shops = await house.state.inOrg(scope.org, async (db) => {
    const all = await listShops(db);
    const brands = [];
    for (const shop of all) brands.push({ id: shop.id, name: shop.name, brand: await readBrand(db, scope.org, shop.id) });
    return brands;
  });
  const heading = t('unmask.brand.heading');
  const body = <BrandPage shops={shops} mayConfigure={may(scope.actor.role, 'configure')} />;
  return page(c, { step: 'unmask', title: heading, heading, lead: t('unmask.brand.lead'), crumbs: crumbs(c), body });
}

async function showImpostor(c: Context<WebEnv>): Promise<Response> {
  const { house, scope } = c.var;
  const id = idOf('imp', c.req.param('id'));
  const { impostor, shops } = await house.state.inOrg(scope.org, async (db) => ({
    impostor: await findImpostor(db, scope.org, id),
    shops: await listShops(db),
  }));
  const shop = shops.find((one) => one.id === impostor.shop_id)?.name ?? impostor.shop_id;
  const body = <ImpostorPage impostor={impostor} shop={shop} mayJudge={may(scope.actor.role, 'respond')} />;
  return page(c, { step: 'unmask', title: impostor.name, heading: impostor.name, crumbs: crumbs(c), body });
}

function crumbs(c: Context<WebEnv>) {
  return [{ href: '/unmask', label: c.var.t('unmask.name') }];
}

function linesOf(value: unknown): string[] {
  return typeof value !== 'string'
    ? []
    : value
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
}

function idOf<P extends string>(prefix: P, text: string | undefined): Id<P> {
  if (!isId(prefix, text)) throw new ShopbellError('NOT_FOUND', { what: prefix === 'imp' ? 'impostor' : prefix });
  return text;
}
