import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { changeShop, findShop, importPeople, listShops, registerShop } from '#registry/index.ts';
import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Form } from '#web/components/form.tsx';
import type { WebEnv } from '#web/types.ts';
import { attempt, type Refusal } from './attempt.ts';
import { settingsPage } from './settings-page.tsx';
import { fieldsOfShop, ShopFields, shopFromFields } from './shop-form.tsx';
import { ShopView } from './shop-view.tsx';
import { readFields } from './visitor.ts';

type Fields = Readonly<Record<string, string>>;

/** The shops of the organisation: added, changed, their data map and directory. */
export function shopsRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/settings', (c) => c.redirect('/settings/shops', 303));
  app.get('/settings/shops', (c) => shopsPage(c));
  app.get('/settings/shops/new', (c) => newShopPage(c, { country: '', timeZone: c.var.timeZone ?? '' }));
  app.post('/settings/shops/new', async (c) => {
    const fields = await readFields(c);
    const done = await attempt(() => registerShop(c.var.scope, shopFromFields(fields)));
    return done.ok ? c.redirect(`/settings/shops/${done.value.shop}`, 303) : newShopPage(c, fields, done);
  });
  app.get('/settings/shops/:shop', (c) => shopPage(c, {}));
  app.post('/settings/shops/:shop', async (c) => {
    const fields = await readFields(c);
    const shop = shopIdOf(c);
    const done = await attempt(() => changeShop(c.var.scope, { shop, change: { ...shopFromFields(fields), platform: fields.platform } }));
    return done.ok ? c.redirect(`/settings/shops/${shop}`, 303) : shopPage(c, { fields, problem: done });
  });
  app.post('/settings/shops/:shop/directory', async (c) => {
    const { directoryUrl = '', directoryKey = '' } = await readFields(c);
    const shop = shopIdOf(c);
    const change = {
      directoryUrl: directoryUrl.trim() || null,
      directoryKey: directoryKey.trim() || (directoryUrl.trim() ? undefined : null),
    };
    const done = await attempt(() => changeShop(c.var.scope, { shop, change }));
    return done.ok ? c.redirect(`/settings/shops/${shop}`, 303) : shopPage(c, { problem: done });
  });
  app.post('/settings/shops/:shop/people', async (c) => {
    const shop = shopIdOf(c);
    const { people } = await c.req.parseBody();
    const file = people instanceof File ? people : null;
    const format = file?.name.toLowerCase().endsWith('.csv') ? 'csv' : 'ndjson';
    const text = file ? await file.text() : '';
    const done = await attempt(() => importPeople(c.var.scope, { shop, format, text }));
    return shopPage(c, done.ok ? { imported: done.value.records } : { problem: done });
  });
  return app;
}

function shopIdOf(c: Context<WebEnv>): `shop_${string}` {
  const id = c.req.param('shop');
  if (!isId('shop', id)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return id;
}

async function shopsPage(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
  const add = may(scope.actor.role, 'configure') ? <ButtonLink href="/settings/shops/new">{t('access.shops.add')}</ButtonLink> : null;
  return settingsPage(c, {
    place: 'shops',
    heading: t('access.shops.heading', { count: shops.length }),
    actions: add,
    body: (
      <DataTable
        caption={t('access.tab.shops')}
        rows={shops}
        empty={<EmptyState heading={t('access.shops.none')} action={add} />}
        columns={[
          {
            key: 'name',
            label: t('access.shop.name'),
            cell: (row) => <a href={`/settings/shops/${row.id}`}>{row.name}</a>,
            sortBy: (row) => row.name,
          },
          { key: 'url', label: t('access.shop.url'), cell: (row) => row.url, sortBy: (row) => row.url },
          { key: 'map', label: t('access.shop.platform'), cell: (row) => row.platform, sortBy: (row) => row.platform },
          { key: 'zone', label: t('access.shop.zone'), cell: (row) => row.timeZone, sortBy: (row) => row.timeZone },
        ]}
      />
    ),
  });
}

function newShopPage(c: Context<WebEnv>, values: Fields, problem?: Refusal): Promise<Response> {
  const { t } = c.var;
  return settingsPage(c, {
    place: 'shops',
    heading: t('access.shops.add'),
    ...(problem ? { status: problem.status } : {}),
    body: (
      <Card>
        <Form action="/settings/shops/new" error={problem?.error}>
          <ShopFields values={values} />
          <Button kind="main">{t('access.shops.add')}</Button>
        </Form>
      </Card>
    ),
  });
}

interface Shown {
  readonly fields?: Fields;
  readonly problem?: Refusal;
  readonly imported?: number;
}

async function shopPage(c: Context<WebEnv>, { fields, problem, imported }: Shown): Promise<Response> {
  const { house, scope, t } = c.var;
  const shop = await house.state.inOrg(scope.org, (db) => findShop(db, shopIdOf(c)));
  return settingsPage(c, {
    place: 'shops',
    heading: shop.name,
    lead: shop.url,
    ...(problem ? { status: problem.status } : {}),
    body: (
      <ShopView
        {...{ shop, error: problem?.error, values: { ...fieldsOfShop(shop), ...fields } }}
        mayChange={may(scope.actor.role, 'configure')}
        importedWords={imported === undefined ? '' : t('access.shop.imported', { count: imported })}
      />
    ),
  });
}
