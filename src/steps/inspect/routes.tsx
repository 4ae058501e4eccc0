import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { findShop, listShops } from '#registry/index.ts';
import { Button } from '#web/components/button.tsx';
import { Form } from '#web/components/form.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { addBillRoutes } from './bills/bill-routes.tsx';
import { listBills } from './bills/read-bills.ts';
import { addInventoryRoutes } from './inventory/inventory-routes.tsx';
import { readInventory } from './inventory/read-inventory.ts';
import { isControlled } from './is-controlled.ts';
import { readNight } from './night/read-night.ts';
import { readLatestRuns, readOpenFindings, readRuns } from './read-overview.ts';
import { proveControl } from './run-inspection.ts';
import { readSettings } from './store.ts';
import { authoriseScripts } from './verbs/authorise-scripts.ts';
import { offerProof } from './verbs/offer-proof.ts';
import { setJourney } from './verbs/set-journey.ts';
import { setOwnDomains } from './verbs/set-own-domains.ts';
import { setPaymentPage } from './verbs/set-payment-page.ts';
import { setTestAccounts } from './verbs/set-test-accounts.ts';
import { startInspection } from './verbs/start-inspection.ts';
import { Overview } from './views/overview.tsx';
import { ShopPage } from './views/shop-page.tsx';

type Ask = Context<WebEnv>;

/** The console's pages of this room, mounted at `/inspect`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', showOverview);
  app.get('/shops/:id', showShop);
  app.post('/shops/:id/start', (c) => act(c, async (shop) => startInspection(c.var.scope, { shop })));
  app.post('/shops/:id/payment-page', (c) =>
    act(c, async (shop, form) => setPaymentPage(c.var.scope, { shop, path: form('path').trim() })),
  );
  app.post('/shops/:id/journey', (c) => act(c, async (shop, form) => setJourney(c.var.scope, { shop, file: form('file') })));
  app.post('/shops/:id/own-domains', (c) => act(c, async (shop, form) => setOwnDomains(c.var.scope, { shop, domains: form('domains') })));
  app.post('/shops/:id/test-accounts', (c) => act(c, async (shop, form) => setTestAccounts(c.var.scope, testAccountsIn(shop, form))));
  app.post('/shops/:id/test-accounts/forget', (c) =>
    act(c, async (shop) => setTestAccounts(c.var.scope, { shop, accounts: null, mayLock: false })),
  );
  app.post('/shops/:id/authorise', (c) => act(c, async (shop, form) => authoriseScripts(c.var.scope, { shop, reason: form('reason') })));
  app.post('/shops/:id/proof', (c) => act(c, async (shop) => offerProof(c.var.scope, { shop })));
  app.post('/shops/:id/prove', (c) => act(c, async (shop) => proveControl(c.var.scope, shop)));
  addInventoryRoutes(app);
  addBillRoutes(app);
  return app;
}

async function act(c: Ask, work: (shop: `shop_${string}`, form: (name: string) => string) => Promise<unknown>): Promise<Response> {
  const shop = idOf(c);
  const form = await c.req.formData();
  await work(shop, (name) => String(form.get(name) ?? ''));
  return c.redirect(`/inspect/shops/${shop}`, 303);
}

async function showOverview(c: Ask): Promise<Response> {
  const { house, scope, t } = c.var;
  const { shops, runs, findings, night } = await house.state.inOrg(scope.org, async (db) => ({
    shops: await listShops(db),
    runs: await readLatestRuns(db, scope.org),
    findings: await readOpenFindings(db, scope.org),
    night: await readNight(db, scope.org),
  }));
  const unknown = [...runs.values()].reduce((sum, { finished }) => sum + (finished?.unknown ?? 0), 0);
  const inspected = findings.length > 0 || [...runs.values()].some((run) => run.finished);
  return page(c, {
    step: 'inspect',
    title: t('inspect.name'),
    heading: inspected ? t('inspect.heading', { found: findings.length, unknown }) : t('inspect.not-yet'),
    lead: t('inspect.lead'),
    body: <Overview shops={shops} runs={runs} findings={findings} night={night} />,
  });
}

async function showShop(c: Ask): Promise<Response> {
  const { house, scope, t } = c.var;
  const id = idOf(c);
  const { org } = scope;
  const { shop, findings, runs, settings, inventory, bills } = await house.state.inOrg(org, async (db) => ({
    shop: await findShop(db, id),
    findings: await readOpenFindings(db, org, id),
    runs: await readRuns(db, org, id),
    settings: await readSettings(db, org, id),
    inventory: await readInventory(db, org, id, house.clock.now()),
    bills: await listBills(db, org, id),
  }));
  const last = runs.find((run) => run.finished_at !== null);
  return page(c, {
    step: 'inspect',
    title: shop.name,
    heading: last ? t('inspect.heading', { found: findings.length, unknown: last.unknown ?? 0 }) : t('inspect.not-yet'),
    lead: `${shop.name}, ${shop.url}`,
    crumbs: [{ href: '/inspect', label: t('inspect.name') }],
    actions: (
      <Form action={`/inspect/shops/${shop.id}/start`} layout="inline">
        <Button kind="main">{runs[0]?.finished_at === null ? t('inspect.running') : t('inspect.start')}</Button>
      </Form>
    ),
    body: <ShopPage {...{ shop, findings, runs, settings, inventory, bills }} controlled={isControlled(shop, settings)} />,
  });
}

/** What the form says; without an address the accounts that are kept stay. */
function testAccountsIn(shop: `shop_${string}`, form: (name: string) => string) {
  const account = (name: string) => {
    const [address, password] = [form(`${name}-address`).trim(), form(`${name}-password`)];
    return address === '' && password === '' ? null : { address, password };
  };
  const [first, second] = [account('first'), account('second')];
  const mayLock = form('may-lock') !== '';
  if (first === null && second === null) return { shop, mayLock };
  return { shop, mayLock, accounts: { first: first ?? { address: '', password: '' }, second, mailbox: mailboxIn(form) } };
}

/** The mailbox of the first test account as the form gives it; `null`: no server is named. */
function mailboxIn(form: (name: string) => string) {
  const host = form('mailbox-host').trim();
  if (host === '') return null;
  const security =
    form('mailbox-security') === 'starttls'
      ? ('starttls' as const)
      : form('mailbox-security') === 'none'
        ? ('none' as const)
        : ('tls' as const);
  const port = Number(form('mailbox-port')) || (security === 'tls' ? 993 : 143);
  const user = form('mailbox-user').trim() || form('first-address').trim();
  return { host, port, security, user, password: form('mailbox-password'), folder: form('mailbox-folder').trim() || 'INBOX' };
}

function idOf(c: Ask): `shop_${string}` {
  const id = c.req.param('id') ?? '';
  if (!isId('shop', id)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return id;
}
