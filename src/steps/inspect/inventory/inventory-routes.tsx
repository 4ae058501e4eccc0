import type { Context, Hono } from 'hono';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { DAY } from '#kernel/time.ts';
import { addSource, findShop } from '#registry/index.ts';
import { Card } from '#web/components/card.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { readSettings } from '../store.ts';
import { authoriseScripts } from '../verbs/authorise-scripts.ts';
import { rejectScripts } from '../verbs/reject-scripts.ts';
import { setPaymentWay } from '../verbs/set-payment-way.ts';
import { trustVendor } from '../verbs/trust-vendor.ts';
import { ScriptTable } from '../views/inventory.tsx';
import { InventoryDecide } from '../views/inventory-decide.tsx';
import { EvidenceForm } from '../views/inventory-evidence-form.tsx';
import { HeaderTable, HostTable, Vendors } from '../views/inventory-lists.tsx';
import { InventoryReports } from '../views/inventory-reports.tsx';
import { addEvidenceRoutes } from './evidence-routes.ts';
import { dayOf, shopId } from './form-values.ts';
import { paysByKinds } from './payment-rules.ts';
import { pickedItems } from './picked-items.ts';
import { countOpen, type Inventory, readInventory } from './read-inventory.ts';
import { readLastLook } from './read-last-look.ts';
import { readVisitors } from './read-visitors.ts';
import { addScriptRoutes } from './script-routes.tsx';
import { suggestPolicy } from './suggest-policy.ts';

type Ask = Context<WebEnv>;

/** The inventory of a payment page: `/inspect/shops/{shop}/inventory`, its scripts one by one, the evidence. */
export function addInventoryRoutes(app: Hono<WebEnv>): void {
  app.get('/shops/:id/inventory', (c) => showInventory(c));
  app.post('/shops/:id/inventory/authorise', (c) => decide(c, 'authorise'));
  app.post('/shops/:id/inventory/reject', (c) => decide(c, 'reject'));
  app.post('/shops/:id/inventory/vendor', takeVendor);
  app.post('/shops/:id/inventory/pays-by', async (c) => {
    const form = await c.req.formData();
    const paysBy = paysByKinds.find((kind) => kind === form.get('paysBy'));
    if (paysBy === undefined) return showInventory(c, c.var.t('inspect.evidence.ask'));
    await setPaymentWay(c.var.scope, { shop: shopId(c), paysBy, pspConfirmed: form.get('psp') === 'yes' });
    return c.redirect(`/inspect/shops/${shopId(c)}/inventory#evidence`, 303);
  });
  app.post('/shops/:id/inventory/reports', async (c) => {
    await addSource(c.var.scope, { kind: 'reports', shop: shopId(c), name: c.var.t('inspect.reports.source') });
    return c.redirect(`/inspect/shops/${shopId(c)}/inventory`, 303);
  });
  addScriptRoutes(app);
  addEvidenceRoutes(app);
}

async function showInventory(c: Ask, error?: string): Promise<Response> {
  const { house, scope, t } = c.var;
  const id = shopId(c);
  const now = house.clock.now();
  const { shop, settings, inventory } = await house.state.inOrg(scope.org, async (db) => ({
    shop: await findShop(db, id),
    settings: await readSettings(db, scope.org, id),
    inventory: await readInventory(db, scope.org, id, now),
  }));
  const visitors = await readVisitors(scope, shop, settings.paymentPage);
  const address = visitors === null ? null : ((await house.ports.reportsAddress?.(scope.org, id)) ?? null);
  const look = address === null ? null : await readLastLook(scope, id);
  const hosts = authorisedHosts(inventory);
  const day = (at: Date) => at.toISOString().slice(0, 10);
  return page(c, {
    step: 'inspect',
    title: t('inspect.inv.title'),
    heading: inventory.looked ? t('inspect.scripts.heading-open', { open: countOpen(inventory) }) : t('inspect.inv.unseen'),
    lead: `${shop.name}, ${shop.url}${settings.paymentPage ?? ''}`,
    crumbs: [
      { href: '/inspect', label: t('inspect.name') },
      { href: `/inspect/shops/${id}`, label: shop.name },
    ],
    ...(error === undefined ? {} : { status: 400 }),
    body: (
      <>
        {error === undefined ? null : (
          <p class="form-error" role="alert">
            {error}
          </p>
        )}
        <InventoryDecide shop={id} inventory={inventory} />
        <Card heading={t('inspect.scripts.heading')} foot={t('inspect.scripts.foot')}>
          <ScriptTable shop={id} scripts={inventory.scripts} />
        </Card>
        <HostTable hosts={inventory.hosts} looked={inventory.looked} />
        <HeaderTable headers={inventory.headers} looked={inventory.looked} />
        <InventoryReports
          shop={id}
          visitors={visitors}
          policy={address === null || look === null ? null : suggestPolicy(look.page, hosts, address)}
        />
        <Vendors shop={id} vendors={inventory.vendors} />
        <EvidenceForm shop={id} settings={settings} from={day(new Date(now.getTime() - 365 * DAY))} to={day(now)} />
      </>
    ),
  });
}

/** Hosts that people let in; `null` before they have said anything. */
function authorisedHosts({ scripts, hosts, vendors }: Inventory): string[] | null {
  const begun = vendors.length > 0 || [...scripts, ...hosts].some((row) => row.authorised_at !== null || row.rejected_at !== null);
  return begun ? hosts.filter((row) => row.standing === 'authorised' || row.standing === 'trusted').map((row) => row.host) : null;
}

/** Ticked things with a reason each, or one for all. What a person forgot is said on the page, and nothing is changed. */
async function decide(c: Ask, what: 'authorise' | 'reject'): Promise<Response> {
  const { scope, t } = c.var;
  const shop = shopId(c);
  const form = await c.req.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const items = pickedItems(form);
  if (items.length === 0) return showInventory(c, t('inspect.inv.none-picked'));
  const reason = text('reason');
  try {
    if (what === 'authorise') {
      const until = dayOf(text('until'));
      const more = { owner: text('owner'), until, trustChanges: form.get('trust') === 'yes', ...(reason === '' ? {} : { reason }) };
      await authoriseScripts(scope, { shop, items, ...more });
    } else {
      for (const [why, same] of Map.groupBy(items, (item) => item.reason ?? reason)) {
        await rejectScripts(scope, { shop, items: same.map(({ kind, key }) => ({ kind, key })), reason: why });
      }
    }
    return c.redirect(`/inspect/shops/${shop}/inventory`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'INPUT_INVALID') throw thrown;
    return showInventory(c, t('inspect.inv.say-why'));
  }
}

async function takeVendor(c: Ask): Promise<Response> {
  const form = await c.req.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  try {
    await trustVendor(c.var.scope, {
      ...{ shop: shopId(c), domain: text('domain'), trusted: form.get('end') !== 'yes', reason: text('reason') },
      until: dayOf(text('until')),
    });
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'INPUT_INVALID') throw thrown;
    return showInventory(c, messageOf(thrown));
  }
  return c.redirect(`/inspect/shops/${shopId(c)}/inventory`, 303);
}
