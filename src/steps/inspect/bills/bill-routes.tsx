import type { Context, Hono } from 'hono';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { findShop, readMemberNames } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { diffComponents } from '../gate/sbom/compare-components.ts';
import { shopId } from '../inventory/form-values.ts';
import { removeBill } from '../verbs/remove-bill.ts';
import { BillPage } from '../views/bill.tsx';
import { BillsPage } from '../views/bills.tsx';
import { listBills, readBill } from './read-bills.ts';
import type { SbomId } from './tables.ts';
import { takeBill } from './take-bill.ts';

type Ask = Context<WebEnv>;

/** Bills of materials of a shop: `/inspect/shops/{shop}/sboms`, one by one with what changed. */
export function addBillRoutes(app: Hono<WebEnv>): void {
  app.get('/shops/:id/sboms', (c) => showBills(c));
  app.post('/shops/:id/sboms', takeForm);
  app.get('/shops/:id/sboms/:sbom', showBill);
  app.post('/shops/:id/sboms/:sbom/remove', async (c) => {
    const { forgotten } = await removeBill(c.var.scope, { shop: shopId(c), sbom: billId(c) });
    for (const ref of forgotten) await c.var.house.artifacts.remove(c.var.scope.org, ref);
    return c.redirect(`/inspect/shops/${shopId(c)}/sboms`, 303);
  });
}

function billId(c: Ask): SbomId {
  const id = c.req.param('sbom') ?? '';
  if (!isId('sbom', id)) throw new ShopbellError('NOT_FOUND', { what: 'bill of materials' });
  return id;
}

async function showBills(c: Ask, error?: string): Promise<Response> {
  const { house, scope, t } = c.var;
  const id = shopId(c);
  const { shop, bills } = await house.state.inOrg(scope.org, async (db) => ({
    shop: await findShop(db, id),
    bills: await listBills(db, scope.org, id),
  }));
  return page(c, {
    step: 'inspect',
    title: t('inspect.sbom.heading'),
    heading: t('inspect.sbom.heading'),
    lead: t('inspect.sbom.lead'),
    crumbs: crumbsOf(c, shop),
    ...(error === undefined ? {} : { status: 400 as const }),
    body: <BillsPage shop={id} bills={bills} address={`${house.publicUrl}/api/sboms`} error={error} />,
  });
}

function crumbsOf(c: Ask, shop: { readonly id: string; readonly name: string }) {
  return [
    { href: '/inspect', label: c.var.t('inspect.name') },
    { href: `/inspect/shops/${shop.id}`, label: shop.name },
  ];
}

async function takeForm(c: Ask): Promise<Response> {
  const form = await c.req.formData();
  const file = form.get('file');
  const text = (name: string) => String(form.get(name) ?? '').trim();
  if (!(file instanceof File) || file.size === 0) return showBills(c, c.var.t('inspect.sbom.no-file'));
  try {
    const given = { shop: shopId(c), system: text('system'), release: text('release') || null };
    const { sbom } = await takeBill(c.var.scope, { ...given, fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    return c.redirect(`/inspect/shops/${shopId(c)}/sboms/${sbom}`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || !['SBOM_INVALID', 'INPUT_INVALID'].includes(thrown.code)) throw thrown;
    return showBills(c, messageOf(thrown));
  }
}

async function showBill(c: Ask): Promise<Response> {
  const { house, scope, t } = c.var;
  const [id, sbom] = [shopId(c), billId(c)];
  const asked = c.req.query('with') ?? '';
  const { shop, bill, bills, names, before } = await house.state.inOrg(scope.org, async (db) => {
    const [shop, bill, bills] = [await findShop(db, id), await readBill(db, scope.org, sbom), await listBills(db, scope.org, id)];
    const earlier = bills.find((one) => one.system === bill.system && one.given_at < bill.given_at);
    const other = bills.find((one) => one.sbom_id === asked && one.sbom_id !== sbom) ?? earlier;
    const before = other === undefined ? null : { row: other, components: (await readBill(db, scope.org, other.sbom_id)).components };
    return { shop, bill, bills, before, names: await readMemberNames(db) };
  });
  if (bill.shop_id !== id) throw new ShopbellError('NOT_FOUND', { what: 'bill of materials' });
  const diff =
    before === null
      ? null
      : diffComponents(
          before.components.map((one) => one.id),
          bill.components,
        );
  const giver = names.get(bill.given_by) ?? bill.given_by;
  return page(c, {
    step: 'inspect',
    title: t('inspect.sbom.heading'),
    heading: [bill.system || t('inspect.sbom.whole'), bill.release].filter(Boolean).join(' · '),
    lead: t('inspect.sbom.bill-lead', { count: bill.components.length }),
    crumbs: [...crumbsOf(c, shop), { href: `/inspect/shops/${id}/sboms`, label: t('inspect.sbom.heading') }],
    body: (
      <BillPage
        {...{ shop: id, bill, giver, others: bills.filter((one) => one.sbom_id !== sbom) }}
        compared={before === null || diff === null ? null : { with: before.row, diff }}
      />
    ),
  });
}
